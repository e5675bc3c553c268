using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>Takes and finds contact sheets. A failure loses frames, never the verdict.</summary>
public sealed partial class ContactSheetKeeper(
    IClipStore clips, ISheetSource source, ISheetStore store, DecoderSlots slots, TimeProvider time,
    ILogger<ContactSheetKeeper> logger)
{
    /// <summary>How long a sheet may take at least; a longer clip's may take as long as the clip. The remaining frames are
    /// left out.</summary>
    public static readonly TimeSpan MinPatience = TimeSpan.FromSeconds(30);

    /// <summary>Takes the sheet of a job's clip if one of its markets needs it and there is none yet: a market may already
    /// rely on that of an interrupted decision. Must not be called within a unit of work.</summary>
    internal Task TakeAsync(
        AnalysisJob job, ClipAnalysis analysis, IEnumerable<(Criterion Criterion, Verdict Verdict)> judged,
        CancellationToken cancellationToken) =>
        TakeAsync(job, analysis, duration => SheetPlan.Of(duration, judged), cancellationToken);

    /// <summary>Takes a sheet of the whole clip, for the uploader of a clip that decided nothing, if there is none yet. Must not be
    /// called within a unit of work.</summary>
    internal Task TakeForUploaderAsync(AnalysisJob job, ClipAnalysis analysis, CancellationToken cancellationToken) =>
        TakeAsync(job, analysis, duration => SheetPlan.OfWhole(duration), cancellationToken);

    /// <summary>The sheet of a job's clip; null if there is none.</summary>
    public async Task<ContactSheet?> FindAsync(Guid jobId, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(jobId, cancellationToken) is { } document ? ContactSheetDocument.Read(document) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            LogNotRead(fault, jobId);
            return null;
        }
    }

    /// <summary>A frame of the sheet as a JPEG; null if it is not there.</summary>
    public Task<byte[]?> FindFrameAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken) =>
        store.FindFrameAsync(jobId, at, cancellationToken);

    private async Task TakeAsync(
        AnalysisJob job, ClipAnalysis analysis, Func<TimeSpan, EvenTimes?> plan, CancellationToken cancellationToken)
    {
        if (job.Video is not { } video || clips.Find(job.Id) is not { } clip || plan(video.Duration) is not { } times)
            return;
        try
        {
            if (await store.FindAsync(job.Id, cancellationToken) is not null)
                return;
            var frames = await TakeFramesAsync(job.Id, clip, video, times, cancellationToken);
            var sheet = new ContactSheet(frames, SeenLabel.Of(analysis));
            await store.SaveAsync(job.Id, ContactSheetDocument.Write(sheet), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotKept(fault, job.Id);
        }
    }

    private async Task<IReadOnlyList<SheetFrame>> TakeFramesAsync(
        Guid jobId, StoredClip clip, VideoMetadata video, EvenTimes times, CancellationToken cancellationToken)
    {
        var frames = new List<SheetFrame>(times.Count);
        using var patience = new CancellationTokenSource(video.Duration > MinPatience ? video.Duration : MinPatience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var slot = await slots.TakeLongAsync(stop.Token);
            await foreach (var (at, jpeg) in source.ReadAsync(clip, video, times, stop.Token))
            {
                await store.SaveFrameAsync(jobId, at, jpeg, stop.Token);
                frames.Add(new SheetFrame(at, Convert.ToHexStringLower(SHA256.HashData(jpeg))));
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // What was taken so far is worth keeping.
            LogNotWhole(fault, jobId, frames.Count, times.Count);
        }

        return frames;
    }

    [LoggerMessage(117, LogLevel.Warning, "Job {JobId}: its contact sheet has {Taken} of {Planned} frames; the rest could not be kept.")]
    private partial void LogNotWhole(Exception exception, Guid jobId, int taken, int planned);

    [LoggerMessage(118, LogLevel.Warning, "Job {JobId}: its contact sheet could not be kept.")]
    private partial void LogNotKept(Exception exception, Guid jobId);

    [LoggerMessage(119, LogLevel.Error, "Job {JobId}: its contact sheet can't be read.")]
    private partial void LogNotRead(Exception exception, Guid jobId);
}
