using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips;

/// <summary>Keeps the frames that support verdicts. A failure loses a frame, never the verdict.</summary>
public sealed partial class EvidenceKeeper(
    IClipStore clips, IFrameGrabber grabber, IFrameStore frames, DecoderSlots slots, TimeProvider time,
    ILogger<EvidenceKeeper> logger)
{
    /// <summary>How long taking the frames of one clip may last; the remaining frames are skipped.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Takes the frames for verdicts from a job's clip, except those already kept: a market may already rely
    /// on the frames of an interrupted decision. Must not be called within a unit of work.</summary>
    internal async Task GrabAsync(
        AnalysisJob job, IEnumerable<Verdict> verdicts, CancellationToken cancellationToken)
    {
        if (job.Video is not { } video || clips.Find(job.Id) is not { } clip)
            return;

        // Takes turns, so that every market has some frames when time runs out.
        var moments = verdicts.SelectMany(verdict => EvidenceMoments.TimesOf(verdict).Select((at, turn) => (at, turn)))
            .OrderBy(moment => moment.turn).Select(moment => moment.at).Distinct();
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = DecoderSlots.Max, CancellationToken = stop.Token };
        try
        {
            await Parallel.ForEachAsync(
                moments, options, async (at, token) => await GrabAsync(job.Id, clip, video, at, token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogOutOfTime(job.Id, Patience.TotalSeconds);
        }
    }

    /// <summary>Moments of a job's clip, with the digests of their frames that are kept.</summary>
    internal async Task<IReadOnlyList<Evidence>> FindAsync(
        Guid jobId, IReadOnlyList<Evidence> moments, CancellationToken cancellationToken)
    {
        var evidence = new List<Evidence>(moments.Count);
        foreach (var moment in moments)
        {
            var jpeg = await ReadAsync(jobId, moment.At, cancellationToken);
            evidence.Add(moment with
            {
                JobId = jobId,
                FrameSha256 = jpeg is null ? null : Convert.ToHexStringLower(SHA256.HashData(jpeg)),
            });
        }

        return evidence;
    }

    /// <summary>Deletes a job's frames; no verdict may rely on them.</summary>
    internal async Task DropAsync(Guid jobId, CancellationToken cancellationToken)
    {
        try
        {
            await frames.DeleteAsync(jobId, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotDropped(fault, jobId);
        }
    }

    private async Task GrabAsync(
        Guid jobId, StoredClip clip, VideoMetadata video, TimeSpan at, CancellationToken cancellationToken)
    {
        if (await ReadAsync(jobId, at, cancellationToken) is not null)
            return;
        using var slot = await slots.TakeAsync(cancellationToken);
        try
        {
            if (await grabber.GrabAsync(clip, video, at, cancellationToken) is { } jpeg)
                await frames.SaveAsync(jobId, at, jpeg, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotKept(fault, jobId, at.TotalSeconds);
        }
    }

    private async Task<byte[]?> ReadAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken)
    {
        try
        {
            return await frames.FindAsync(jobId, at, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotKept(fault, jobId, at.TotalSeconds);
            return null;
        }
    }

    [LoggerMessage(114, LogLevel.Warning, "Job {JobId}: the evidence frame at {At} s could not be kept.")]
    private partial void LogNotKept(Exception exception, Guid jobId, double at);

    [LoggerMessage(115, LogLevel.Warning, "Job {JobId}: its evidence frames took over {Seconds} s; the rest is left out.")]
    private partial void LogOutOfTime(Guid jobId, double seconds);

    [LoggerMessage(116, LogLevel.Warning, "Job {JobId}: its evidence frames, on which nothing stands, could not be deleted.")]
    private partial void LogNotDropped(Exception exception, Guid jobId);
}
