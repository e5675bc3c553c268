using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Finds labels with confidence and times in a clip. <c>StreamBet:Analyzer</c> selects one at
/// startup.</summary>
public interface IClipAnalyzer
{
    /// <summary>Its name as a value of <c>StreamBet:Analyzer</c>, such as "embedded"; stored in analyses and
    /// receipts.</summary>
    string Name { get; }

    /// <summary>The display name of the outside service that receives clips; null if clips stay on this
    /// machine.</summary>
    string? ServiceName { get; }

    /// <summary>What it can find.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>How many clips it analyses at a time, at least 1.</summary>
    int Parallelism { get; }

    /// <summary>Lists what is missing and how to get it; empty when ready. Cheap enough for every health
    /// check.</summary>
    Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken cancellationToken);

    /// <summary>Lists what it can do without but works better with, and how to get it. Cheap enough for every health
    /// check.</summary>
    IReadOnlyList<MissingPart> FindAdvice() => [];

    /// <summary>Reads a clip's properties, within limits, without analysing it.</summary>
    /// <exception cref="RefusedException">The clip can't be analysed; the message says why.</exception>
    Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken);

    /// <summary>Analyses a clip.</summary>
    /// <exception cref="AnalysisFailedException">The analysis failed; the message says why.</exception>
    Task<AnalyzedClip> AnalyzeAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken);
}

/// <summary>A request to analyse a clip.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Attempt">1 for the job's first attempt; a server restart continues an attempt.</param>
/// <param name="Clip">The stored clip.</param>
/// <param name="Video">The result of the probe.</param>
/// <param name="ProviderJobId">The remote analyzer's job for this attempt, if there is one already.</param>
public sealed record AnalysisRequest(
    Guid JobId, int Attempt, StoredClip Clip, VideoMetadata Video, string? ProviderJobId)
{
    /// <summary>Whether the text in the clip is to be read as well.</summary>
    public bool ReadsText { get; init; }

    /// <summary>The reference pictures that the clip is to be searched for.</summary>
    public IReadOnlyList<WantedPicture> Pictures { get; init; } = [];
}

/// <summary>A clip that was analysed.</summary>
/// <param name="Analysis">What was found in it.</param>
/// <param name="Fingerprint">Its fingerprints.</param>
public sealed record AnalyzedClip(ClipAnalysis Analysis, TakenFingerprint Fingerprint);

/// <summary>Receives the progress of an analysis. Calls come from any thread, one at a time.</summary>
public interface IAnalysisObserver
{
    /// <summary>Records progress. Returns quickly and never waits for viewers.</summary>
    void Report(AnalysisProgress progress);

    /// <summary>Stores the id of a remote job durably, so that a restarted server continues it and does not pay for a
    /// second one.</summary>
    Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken);

    /// <summary>Durably begins another attempt after a remote job was lost, and returns its number.</summary>
    Task<int> BeginAttemptAsync(CancellationToken cancellationToken);
}

/// <summary>What an analyzer is doing with a clip.</summary>
public enum AnalysisStep
{
    /// <summary>Looking for labels.</summary>
    Examining,

    /// <summary>Converting the clip to a format that the service accepts; <see cref="AnalysisProgress.At"/> is the
    /// second reached.</summary>
    Converting,

    /// <summary>Sending the clip to the service; <see cref="AnalysisProgress.BytesSent"/> counts the bytes.</summary>
    Sending,

    /// <summary>Waiting for the service to have room for another clip.</summary>
    WaitingForSlot,

    /// <summary>Reading the text. This machine looks for labels on the same samples; a service does so before, and counts
    /// anew.</summary>
    ReadingText,

    /// <summary>Looking for reference pictures; comes last, if at all, and counts samples anew.</summary>
    FindingPictures,
}

/// <summary>The measured progress of an analysis.</summary>
/// <param name="Done">Samples examined.</param>
/// <param name="Planned">Samples planned; null if the analyzer does not report it.</param>
/// <param name="At">The position in the clip that is being examined or converted; null if the analyzer does not report
/// it.</param>
/// <param name="Sightings">Sightings so far, before neighbouring samples confirm them; null if the analyzer does not
/// report it.</param>
/// <param name="Polls">How many times a remote analyzer was polled; 0 for a local one.</param>
public sealed record AnalysisProgress(int Done, int? Planned, TimeSpan? At, int? Sightings, int Polls)
{
    /// <summary>What the picture at <see cref="At"/> shows, most certain first; empty if the analyzer does not report it.</summary>
    public IReadOnlyList<FirstSight> Seen { get; init; } = [];

    /// <summary>The current step.</summary>
    public AnalysisStep Step { get; init; }

    /// <summary>The display name of the outside service involved in the step; null if only this machine is.</summary>
    public string? Service { get; init; }

    /// <summary>Bytes sent to the service; null if nothing is to be sent.</summary>
    public long? BytesSent { get; init; }

    /// <summary>Bytes to send in total; null if nothing is to be sent.</summary>
    public long? BytesToSend { get; init; }
}

/// <summary>A thing on a sample by itself, before neighbouring samples confirm it: shown to those who watch the analysis, and never
/// part of its result.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Instance">Its place and confidence.</param>
public sealed record FirstSight(string Label, Instance Instance);

/// <summary>Something that is missing or does not work.</summary>
/// <param name="Name">The tool, model or service.</param>
/// <param name="Why">What it is needed for.</param>
/// <param name="Remedy">How to get it.</param>
public sealed record MissingPart(string Name, string Why, string Remedy);
