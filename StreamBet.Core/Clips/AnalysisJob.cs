using StreamBet.Core.Access;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips;

/// <summary>The states of a job. The last three are final.</summary>
public enum JobState
{
    /// <summary>Its offer was accepted; its clip is being uploaded.</summary>
    Uploading,

    /// <summary>Its clip has arrived and is waiting to be analysed.</summary>
    Queued,

    /// <summary>Its clip is being analysed, or its markets are being decided.</summary>
    Analyzing,

    /// <summary>Done: its clip is deleted and its analysis is kept.</summary>
    Completed,

    /// <summary>Ended without an analysis; its clip is deleted.</summary>
    Failed,

    /// <summary>Cancelled; its clip is deleted.</summary>
    Cancelled,
}

/// <summary>Tracks one clip from its offer until its file is deleted.</summary>
public sealed class AnalysisJob
{
    private AnalysisJob()
    {
    }

    /// <summary>Its id, which is also the name of the clip's temporary file.</summary>
    public Guid Id { get; private set; }

    /// <summary>The uploader's id.</summary>
    public string OwnerId { get; private set; } = "";

    /// <summary>The clip's name as the uploader gave it, without folders; shown to those who may see the job.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Its state.</summary>
    public JobState State { get; private set; }

    /// <summary>The markets that its clip was bound to: when it was offered, and practice markets when it had arrived.</summary>
    public IReadOnlyList<long> MarketIds { get; private set; } = [];

    /// <summary>Whether the uploader agreed that anyone may see its evidence frames.</summary>
    public bool SharesFrames { get; private set; }

    /// <summary>Whether the text in its clip is read: its uploader or one of its markets asks for it.</summary>
    public bool ReadsText { get; private set; }

    /// <summary>The digests of the reference pictures that its clip is searched for: its markets ask for them, or its uploader added
    /// them lately.</summary>
    public IReadOnlyList<string> Pictures { get; private set; } = [];

    /// <summary>What its uploader asks of its clip, without a market; null if nothing.</summary>
    public Criterion? Criterion { get; private set; }

    /// <summary>When its name and its evidence frames were deleted; null while they are kept.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    /// <summary>The server that last worked on it; null if none did since servers are named.</summary>
    public Guid? ServerId { get; private set; }

    /// <summary>Whether that server is receiving the job's clip, analysing it or ending the job. No other server may take the job until that
    /// one has finished or died.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>When the clip was offered.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the whole clip had arrived and was accepted; null before.</summary>
    public DateTimeOffset? UploadedAt { get; private set; }

    /// <summary>Where it stands among the clips that wait: the earlier, the sooner it is analysed. Null before it has a place, and for
    /// what an earlier version accepted, which stands where it was offered.</summary>
    public DateTimeOffset? TurnAt { get; private set; }

    /// <summary>When its analysis first started; null before.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it reached its final state; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>SHA-256 of the clip, 64 lower-case hex digits; null before it has arrived.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The clip's size in bytes; null before it has arrived.</summary>
    public long? Bytes { get; private set; }

    /// <summary>The result of the probe; null before.</summary>
    public VideoMetadata? Video { get; private set; }

    /// <summary>The number of the analysis attempt, from 1; 0 before the first.</summary>
    public int Attempt { get; private set; }

    /// <summary>How many times the analysis was started or resumed.</summary>
    public int Starts { get; private set; }

    /// <summary>The id of a remote analyzer's job, if there is one.</summary>
    public string? ProviderJobId { get; private set; }

    /// <summary>A stable error code; null if nothing went wrong.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>What went wrong, why, and what to do; null if nothing did.</summary>
    public string? Error { get; private set; }

    /// <summary>If the job failed, whether sending the same clip again may succeed; otherwise null.</summary>
    public bool? IsErrorPassing { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded => State is JobState.Completed or JobState.Failed or JobState.Cancelled;

    /// <summary>Offers a clip.</summary>
    public static AnalysisJob Offer(
        Guid id, string ownerId, string fileName, IReadOnlyList<long> marketIds, bool sharesFrames, DateTimeOffset now,
        Guid? serverId = null) =>
        new()
        {
            Id = id,
            ServerId = serverId,
            OwnerId = ownerId,
            FileName = fileName,
            MarketIds = marketIds,
            SharesFrames = sharesFrames,
            CreatedAt = now,
        };

    /// <summary>Leaves a market to another clip.</summary>
    public void Leave(long marketId) => MarketIds = [.. MarketIds.Where(id => id != marketId)];

    /// <summary>Asks for the text in its clip.</summary>
    public void ReadText() => ReadsText = true;

    /// <summary>Asks for reference pictures in its clip.</summary>
    public void LookFor(params IEnumerable<string> pictures) => Pictures = [.. Pictures.Union(pictures)];

    /// <summary>Asks for a verdict without a market, and for what that needs of the analysis.</summary>
    public void Ask(Criterion criterion)
    {
        Criterion = criterion;
        if (criterion.Text is not null)
            ReadText();
        if (criterion.Picture is { } picture)
            LookFor(picture.Sha256);
    }

    /// <summary>How many times an analysis may be started or resumed. This stops a clip that crashes the server from
    /// crashing it forever.</summary>
    public const int MaxStarts = 5;

    /// <summary>Whether its analysis may be started or resumed.</summary>
    public bool CanStart => State is (JobState.Queued or JobState.Analyzing) && Starts < MaxStarts;

    /// <summary>Whether sending the same clip again may help: the job was cancelled, or it failed because of the
    /// connection, this server or an outside service, not the clip.</summary>
    public bool CanRetry => State == JobState.Cancelled || (State == JobState.Failed && IsErrorPassing == true);

    /// <summary>The facts that decide who may do what with its clip.</summary>
    public ClipFacts Facts => new(
        OwnerId, IsHere: State != JobState.Uploading, IsEnded, IsBound: MarketIds.Count > 0, SharesFrames,
        IsDeleted: ForgottenAt is not null);

    /// <summary>Gives it to a server that works on it.</summary>
    public void Hold(Guid serverId) => (ServerId, IsHeld) = (serverId, true);

    /// <summary>Leaves it to whichever server takes it next.</summary>
    public void Release() => IsHeld = false;

    /// <summary>Whether a server is the one at work on it.</summary>
    public bool IsHeldBy(Guid serverId) => IsHeld && ServerId == serverId;

    /// <summary>Records that the whole clip has arrived.</summary>
    public void Accept(string sha256, long bytes, VideoMetadata video, DateTimeOffset now)
    {
        State = JobState.Queued;
        IsHeld = false;
        Sha256 = sha256;
        Bytes = bytes;
        Video = video;
        UploadedAt = now;
    }

    /// <summary>Places it where it was offered, or behind its uploader's clips that come first: each of them is as long before it as it
    /// lasts. So whoever sends many clips, or long ones, holds nobody up who sends one meanwhile.</summary>
    /// <param name="own">The clips of its uploader that wait or are being analysed.</param>
    public void QueueBehind(IEnumerable<AnalysisJob> own)
    {
        // What decides no market never goes before what does.
        var ahead = own.Where(other => other.Id != Id && (other.Facts.IsBound || !Facts.IsBound));
        TurnAt = ahead.Select(other => (other.TurnAt ?? other.CreatedAt) + other.Video!.Duration).Append(CreatedAt).Max();
    }

    /// <summary>Places the waiting clips of a person anew, because one is no longer among them.</summary>
    /// <param name="own">The clips of the person that wait or are being analysed.</param>
    public static void QueueAnew(IEnumerable<AnalysisJob> own)
    {
        var placed = own.Where(job => job.State == JobState.Analyzing).ToList();
        foreach (var job in own.Where(job => job.State == JobState.Queued).OrderByDescending(job => job.Facts.IsBound).ThenBy(job => job.TurnAt ?? job.CreatedAt))
        {
            job.QueueBehind(placed);
            placed.Add(job);
        }
    }

    /// <summary>Starts the analysis, or resumes it after a restart.</summary>
    public void Start(DateTimeOffset now)
    {
        State = JobState.Analyzing;
        StartedAt ??= now;
        Attempt = Math.Max(1, Attempt);
        Starts++;
    }

    /// <summary>Records a remote analyzer's job.</summary>
    public void Remember(string providerJobId) => ProviderJobId = providerJobId;

    /// <summary>Begins another attempt because the remote analyzer's results were lost.</summary>
    public void TryAgain()
    {
        Attempt++;
        ProviderJobId = null;
    }

    /// <summary>Completes it; its analysis is kept.</summary>
    public void Complete(DateTimeOffset now) => End(JobState.Completed, now);

    /// <summary>Ends it without an analysis.</summary>
    /// <param name="code">A stable error code.</param>
    /// <param name="sentence">What went wrong, why, and what to do.</param>
    /// <param name="isPassing">Whether sending the same clip again may succeed.</param>
    /// <param name="now">The current time.</param>
    public void Fail(string code, string sentence, bool isPassing, DateTimeOffset now)
    {
        ErrorCode = code;
        Error = sentence;
        IsErrorPassing = isPassing;
        End(JobState.Failed, now);
    }

    /// <summary>Cancels it.</summary>
    public void Cancel(DateTimeOffset now) => End(JobState.Cancelled, now);

    /// <summary>Deletes its name; its digest and results are kept.</summary>
    public void Forget(DateTimeOffset now)
    {
        FileName = "";
        ForgottenAt = now;
    }

    private void End(JobState state, DateTimeOffset now)
    {
        State = state;
        IsHeld = false;
        EndedAt = now;
    }
}
