using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Finds labels with confidence and times in a clip. One is chosen at the start by
/// <c>StreamBet:Analyzer</c>.</summary>
public interface IClipAnalyzer
{
    /// <summary>Its name as a value of <c>StreamBet:Analyzer</c>, such as "embedded"; analyses and receipts carry it.</summary>
    string Name { get; }

    /// <summary>The outside service that clips are sent to, as people know it; null when clips stay on this machine.</summary>
    string? ServiceName { get; }

    /// <summary>What it can find.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>How many clips it takes at a time, at least 1.</summary>
    int Parallelism { get; }

    /// <summary>Says what is missing for it to work and how to get that; empty when it is ready. Cheap enough to be
    /// asked by every health check.</summary>
    Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken cancellationToken);

    /// <summary>Reads what a clip is, within limits, without analysing it.</summary>
    /// <exception cref="RefusedException">The clip is not one that can be analysed; the sentence says why.</exception>
    Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken);

    /// <summary>Analyses a clip.</summary>
    /// <exception cref="AnalysisFailedException">The clip could not be analysed; the sentence says why.</exception>
    Task<ClipAnalysis> AnalyzeAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken);
}

/// <summary>What an analyzer is asked to do.</summary>
/// <param name="JobId">The job it is done for.</param>
/// <param name="Attempt">1 for the first try of the job; a restart of the server continues an attempt.</param>
/// <param name="Clip">Where the clip is.</param>
/// <param name="Video">What the probe said of it.</param>
/// <param name="ProviderJobId">The id under which a remote analyzer already works on this attempt, if it does.</param>
public sealed record AnalysisRequest(
    Guid JobId, int Attempt, StoredClip Clip, VideoMetadata Video, string? ProviderJobId);

/// <summary>Hears how an analysis goes on. Calls come from any thread, one at a time.</summary>
public interface IAnalysisObserver
{
    /// <summary>Takes note of progress; quick, never waits for anyone who looks on.</summary>
    void Report(AnalysisProgress progress);

    /// <summary>Keeps the id of a remote job durably, so that a restarted server takes it up and pays no second
    /// one.</summary>
    Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken);

    /// <summary>Begins another attempt durably, since the remote job of the last one is lost, and gives its number.</summary>
    Task<int> BeginAttemptAsync(CancellationToken cancellationToken);
}

/// <summary>What an analyzer is doing with a clip.</summary>
public enum AnalysisStep
{
    /// <summary>It is looking for labels.</summary>
    Examining,

    /// <summary>It is converting the clip to a format that its service accepts; <see cref="AnalysisProgress.At"/> is the second
    /// reached.</summary>
    Converting,

    /// <summary>It is sending the clip to its service; <see cref="AnalysisProgress.BytesSent"/> counts.</summary>
    Sending,

    /// <summary>It is waiting until its service has room for another clip.</summary>
    WaitingForSlot,
}

/// <summary>A count of real work.</summary>
/// <param name="Done">Samples examined.</param>
/// <param name="Planned">Samples planned; null when the analyzer does not tell.</param>
/// <param name="At">The second of the clip under examination, or in conversion; null when the analyzer does not
/// tell.</param>
/// <param name="Sightings">Sightings so far, before neighbouring samples have confirmed them; null when the analyzer does
/// not tell.</param>
/// <param name="Polls">How often a remote analyzer was asked; 0 for one in this process.</param>
public sealed record AnalysisProgress(int Done, int? Planned, TimeSpan? At, int? Sightings, int Polls)
{
    /// <summary>What is being done.</summary>
    public AnalysisStep Step { get; init; }

    /// <summary>The outside service that takes part in the step, as people know it; null when this machine does it
    /// alone.</summary>
    public string? Service { get; init; }

    /// <summary>Bytes sent to the analyzer's service; null when none are to be.</summary>
    public long? BytesSent { get; init; }

    /// <summary>How many bytes are to be sent; null when none are.</summary>
    public long? BytesToSend { get; init; }
}

/// <summary>Something that must be there and is not, or does not do what it should.</summary>
/// <param name="Name">The tool, model or service.</param>
/// <param name="Why">What it is needed for.</param>
/// <param name="Remedy">What to do to get it.</param>
public sealed record MissingPart(string Name, string Why, string Remedy);
