using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Finds out whether a clip is a copy of one that was analysed here before, whatever was done to its file.</summary>
public sealed class KnownClips(IUnitOfWorkFactory work) : IDisposable
{
    // About 50 bytes per second of each clip; it grows with the database.
    private readonly FingerprintIndex _index = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _last;

    /// <summary>The clips that a job's clip is a copy of and whose analyses had started before it had arrived, the most
    /// similar first. Empty if it has no fingerprint. Must not be called within a unit of work.</summary>
    internal async Task<IReadOnlyList<EarlierClip>> FindEarlierAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        if (await unit.Fingerprints.FindAsync(job.Id, cancellationToken) is not { } fingerprint)
            return [];
        var earlier = new List<EarlierClip>();
        foreach (var (jobId, match) in await FindAsync(unit, fingerprint, cancellationToken))
        {
            if (jobId != job.Id && await unit.Jobs.FindAsync(jobId, cancellationToken) is { } other && other.StartedAt <= job.UploadedAt)
                earlier.Add(new EarlierClip(other, match));
        }

        return earlier;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<(Guid JobId, FingerprintMatch Match)>> FindAsync(
        IUnitOfWork unit, ClipFingerprint fingerprint, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await foreach (var added in unit.Fingerprints.ReadAfterAsync(_last).WithCancellation(cancellationToken))
            {
                _index.Add(added.JobId, added.Fingerprint);
                _last = added.Number;
            }

            return _index.Find(fingerprint);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>A clip that was analysed earlier, of which another is a copy.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Match">What the two have in common.</param>
internal sealed record EarlierClip(AnalysisJob Job, FingerprintMatch Match)
{
    /// <summary>Why a copy of it decides nothing, as a sentence.</summary>
    public string WhyNoVerdict => FormattableString.Invariant(
        $"A copy of this clip was analysed here on {Job.StartedAt:d MMMM yyyy} at {Job.StartedAt:HH:mm} UTC (SHA-256 {Job.Sha256![..12]}...): ")
        + FormattableString.Invariant($"{Match.Duration.TotalSeconds:0} s of it, from {Match.NewStart.TotalSeconds:0} s on, are the same. ")
        + "Its result may have been known, so it decides nothing.";
}
