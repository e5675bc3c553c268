using StreamBet.Core.Access;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>The states of a job. The last three are final.</summary>
public enum JobState
{
    /// <summary>Accepted at the offer; its clip is on its way.</summary>
    Uploading,

    /// <summary>Its clip is here and waits for its turn.</summary>
    Queued,

    /// <summary>Its clip is being analysed, or what was found is being settled.</summary>
    Analyzing,

    /// <summary>Done; its clip is deleted and its analysis kept.</summary>
    Completed,

    /// <summary>Ended without an analysis; its clip is deleted.</summary>
    Failed,

    /// <summary>Cancelled; its clip is deleted.</summary>
    Cancelled,
}

/// <summary>The way of one clip through the server, from its offer to the deletion of its file.</summary>
public sealed class AnalysisJob
{
    private AnalysisJob()
    {
    }

    /// <summary>Its id, which is also the name of the clip's temporary file.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who sent the clip.</summary>
    public string OwnerId { get; private set; } = "";

    /// <summary>The clip's name as its owner gave it, without folders; shown to those who may see the job.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Where it is on its way.</summary>
    public JobState State { get; private set; }

    /// <summary>The markets that its clip was bound to at the offer.</summary>
    public IReadOnlyList<long> MarketIds { get; private set; } = [];

    /// <summary>Whether its owner agreed that anyone may see the evidence frames taken from it.</summary>
    public bool SharesFrames { get; private set; }

    /// <summary>When its name and its evidence frames were deleted; null while they are kept.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    /// <summary>When the clip was offered.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the clip was here whole and accepted; null before.</summary>
    public DateTimeOffset? UploadedAt { get; private set; }

    /// <summary>When its analysis first began; null before.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it reached its final state; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>SHA-256 of the clip, 64 lower-case hex digits; null before it is here.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The clip's size in bytes; null before it is here.</summary>
    public long? Bytes { get; private set; }

    /// <summary>What the probe said; null before.</summary>
    public VideoMetadata? Video { get; private set; }

    /// <summary>Which try of the analysis this is, from 1; 0 before the first.</summary>
    public int Attempt { get; private set; }

    /// <summary>How often the analysis was begun or taken up again.</summary>
    public int Starts { get; private set; }

    /// <summary>The id of a remote analyzer's job, if one works on it.</summary>
    public string? ProviderJobId { get; private set; }

    /// <summary>A stable code of what went wrong; null when nothing did.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>What went wrong, why, and what to do; null when nothing did.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether sending the same clip again may succeed where this job failed; null when it did not fail.</summary>
    public bool? IsErrorPassing { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded => State is JobState.Completed or JobState.Failed or JobState.Cancelled;

    /// <summary>Offers a clip.</summary>
    public static AnalysisJob Offer(
        Guid id, string ownerId, string fileName, IReadOnlyList<long> marketIds, bool sharesFrames, DateTimeOffset now) =>
        new()
        {
            Id = id,
            OwnerId = ownerId,
            FileName = fileName,
            MarketIds = marketIds,
            SharesFrames = sharesFrames,
            CreatedAt = now,
        };

    /// <summary>How often an interrupted analysis is taken up again. A clip that brings the server down each time is given
    /// up, so that it cannot do so for ever.</summary>
    public const int MaxStarts = 5;

    /// <summary>Whether its analysis may be begun or taken up again.</summary>
    public bool CanStart => State is (JobState.Queued or JobState.Analyzing) && Starts < MaxStarts;

    /// <summary>Whether it makes sense to send the same clip again: the job was cancelled, or it failed for a reason that lies
    /// with the connection, this server or an outside service, not with the clip.</summary>
    public bool CanRetry => State == JobState.Cancelled || (State == JobState.Failed && IsErrorPassing == true);

    /// <summary>What decides who may do what with its clip.</summary>
    public ClipFacts Facts => new(
        OwnerId, IsHere: State != JobState.Uploading, IsEnded, IsBound: MarketIds.Count > 0, SharesFrames,
        IsDeleted: ForgottenAt is not null);

    /// <summary>Takes note that the clip is here whole.</summary>
    public void Accept(string sha256, long bytes, VideoMetadata video, DateTimeOffset now)
    {
        State = JobState.Queued;
        Sha256 = sha256;
        Bytes = bytes;
        Video = video;
        UploadedAt = now;
    }

    /// <summary>Begins the analysis, or takes it up again after a restart.</summary>
    public void Start(DateTimeOffset now)
    {
        State = JobState.Analyzing;
        StartedAt ??= now;
        Attempt = Math.Max(1, Attempt);
        Starts++;
    }

    /// <summary>Takes note of a remote analyzer's job.</summary>
    public void Remember(string providerJobId) => ProviderJobId = providerJobId;

    /// <summary>Begins another try, since what a remote analyzer had made of the last one is lost.</summary>
    public void TryAgain()
    {
        Attempt++;
        ProviderJobId = null;
    }

    /// <summary>Ends it with its analysis kept.</summary>
    public void Complete(DateTimeOffset now) => End(JobState.Completed, now);

    /// <summary>Ends it without an analysis.</summary>
    /// <param name="code">A stable code of what went wrong.</param>
    /// <param name="sentence">What went wrong, why, and what to do.</param>
    /// <param name="isPassing">Whether sending the same clip again may succeed.</param>
    /// <param name="now">The time.</param>
    public void Fail(string code, string sentence, bool isPassing, DateTimeOffset now)
    {
        ErrorCode = code;
        Error = sentence;
        IsErrorPassing = isPassing;
        End(JobState.Failed, now);
    }

    /// <summary>Cancels it.</summary>
    public void Cancel(DateTimeOffset now) => End(JobState.Cancelled, now);

    /// <summary>Deletes its name; the digest and what was found stay.</summary>
    public void Forget(DateTimeOffset now)
    {
        FileName = "";
        ForgottenAt = now;
    }

    private void End(JobState state, DateTimeOffset now)
    {
        State = state;
        EndedAt = now;
    }
}
