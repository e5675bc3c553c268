using System.Globalization;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips;

/// <summary>Finds out whether a clip shows what a clip that was analysed here before showed.</summary>
public sealed partial class KnownClips(
    IUnitOfWorkFactory work, IClipStore store, IFingerprinter fingerprinter, ILogger<KnownClips> logger) : IDisposable
{
    // About 50 bytes per second of each clip; it grows with the database.
    private readonly FingerprintIndex _index = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _last;

    /// <summary>The clips that a job's clip shares a stretch with and whose analyses had started before it had arrived, the
    /// most similar first: those that its kept fingerprint finds, or else a fine one. Must not be called within a unit of
    /// work.</summary>
    /// <param name="job">The job.</param>
    /// <param name="fine">The fine fingerprint of its clip; null to take it now, if it has one and the clip is still
    /// here.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    internal async Task<IReadOnlyList<EarlierClip>> FindEarlierAsync(
        AnalysisJob job, ClipFingerprint? fine, CancellationToken cancellationToken)
    {
        var (earlier, hasOthers) = await FindAsync(job, fine: null, cancellationToken);
        if (earlier.Count > 0 || !hasOthers)
            return earlier;
        fine ??= await TakeFineAsync(job, cancellationToken);
        return fine is null ? [] : (await FindAsync(job, fine, cancellationToken)).Earlier;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // For an analysis that was stored before a restart, or by another server. Without it, only copies of what moves
    // quickly are missed; the market is decided in any case.
    private async Task<ClipFingerprint?> TakeFineAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        if (job.Video is not { } video || !TakenFingerprint.HasFine(video) || store.Find(job.Id) is not { } clip)
            return null;
        try
        {
            return (await fingerprinter.TakeAsync(clip, video, cancellationToken)).Fine;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotTaken(fault, job.Id);
            return null;
        }
    }

    private async Task<(IReadOnlyList<EarlierClip> Earlier, bool HasOthers)> FindAsync(
        AnalysisJob job, ClipFingerprint? fine, CancellationToken cancellationToken)
    {
        var (matches, hasOthers) = await LookUpAsync(job.Id, fine, cancellationToken);
        if (matches.Count == 0)
            return ([], hasOthers);
        var earlier = new List<EarlierClip>();
        await using var unit = await work.ReadAsync(cancellationToken);
        foreach (var (jobId, match) in matches)
        {
            if (await unit.Jobs.FindAsync(jobId, cancellationToken) is { } other && other.StartedAt <= job.UploadedAt)
                earlier.Add(new EarlierClip(other, match));
        }

        return (earlier, hasOthers);
    }

    private async Task<(IReadOnlyList<(Guid JobId, FingerprintMatch Match)> Matches, bool HasOthers)> LookUpAsync(
        Guid jobId, ClipFingerprint? fine, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var kept = await ReadAsync(jobId, cancellationToken);
            var hasOthers = _index.Count > (kept is null ? 0 : 1);
            return (fine ?? kept) is { } fingerprint ? (_index.Find(fingerprint, jobId, cancellationToken), hasOthers) : ([], hasOthers);
        }
        finally
        {
            _turn.Release();
        }
    }

    // Also takes over what was added since the last time.
    private async Task<ClipFingerprint?> ReadAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        await foreach (var added in unit.Fingerprints.ReadAfterAsync(_last).WithCancellation(cancellationToken))
        {
            _index.Add(added.JobId, added.Fingerprint);
            _last = added.Number;
        }

        return await unit.Fingerprints.FindAsync(jobId, cancellationToken);
    }

    [LoggerMessage(190, LogLevel.Warning, "Job {JobId}: no fine fingerprint could be taken of its clip.")]
    private partial void LogNotTaken(Exception exception, Guid jobId);
}

/// <summary>A clip that was analysed earlier, with what another one shares with it.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Match">What the two have in common.</param>
internal sealed record EarlierClip(AnalysisJob Job, FingerprintMatch Match)
{
    // Samples are half a second apart.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private TimeSpan Length => Match.Duration / Match.Speed;

    /// <summary>Whether it gives a verdict on the other clip away: it shows one of the moments that make a YES, or half of
    /// what a NO stands on, or of what people would look at where the clip decided nothing.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="start">The start of the window that was examined.</param>
    /// <param name="end">Its end, in the clip.</param>
    public bool GivesAway(Verdict verdict, TimeSpan start, TimeSpan end)
    {
        var (from, to) = (Match.NewStart - Slack, Match.NewStart + Length + Slack);
        if (verdict.Outcome == Outcome.Yes)
            return verdict.DetectedAt.Any(at => at >= from && at <= to);
        var shared = (to < end ? to : end) - (from > start ? from : start);
        return shared * 2 >= end - start;
    }

    /// <summary>Why the clip that shares it decides nothing, as a sentence.</summary>
    public string WhyNoVerdict => string.Create(
        CultureInfo.InvariantCulture,
        $"{Length.TotalSeconds:0} s of this clip, from {Match.NewStart.TotalSeconds:0} s on, were in a clip that was analysed here before, ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"on {Job.StartedAt:d MMMM yyyy} at {Job.StartedAt:HH:mm} UTC (SHA-256 {Job.Sha256![..12]}...). ")
        + "The result may have been known, so this clip decides nothing.";
}
