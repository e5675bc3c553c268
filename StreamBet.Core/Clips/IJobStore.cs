using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>Jobs and their analyses, within a unit of work.</summary>
public interface IJobStore
{
    /// <summary>Adds a job.</summary>
    void Add(AnalysisJob job);

    /// <summary>The job with this id, or null.</summary>
    Task<AnalysisJob?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The latest job that brought these bytes for a market, or null.</summary>
    Task<AnalysisJob?> FindArrivedAsync(string sha256, long marketId, CancellationToken cancellationToken);

    /// <summary>All jobs that have not ended, oldest first.</summary>
    Task<IReadOnlyList<AnalysisJob>> UnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>The jobs whose clips are here, in the order in which they are analysed.</summary>
    Task<IReadOnlyList<WaitingJob>> WaitingAsync(CancellationToken cancellationToken);

    /// <summary>The jobs of a person whose clips wait for their analysis or are being analysed.</summary>
    Task<IReadOnlyList<AnalysisJob>> WaitingOfAsync(string ownerId, CancellationToken cancellationToken);

    /// <summary>How many jobs have not ended: one person's, or everyone's if null.</summary>
    Task<int> CountUnfinishedAsync(string? ownerId, CancellationToken cancellationToken);

    /// <summary>How many clips have arrived and are waiting for their analysis or are being analysed.</summary>
    Task<int> CountWaitingAsync(CancellationToken cancellationToken);

    /// <summary>The ids of a person's jobs, oldest first.</summary>
    Task<IReadOnlyList<Guid>> IdsOfAsync(string ownerId, CancellationToken cancellationToken);

    /// <summary>A person's jobs, newest first.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="text">Text that the clip's name must contain, whatever the case of A to Z; empty for any.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="count">The maximum number of jobs.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<AnalysisJob>> OfOwnerAsync(
        string ownerId, string text, int skip, int count, CancellationToken cancellationToken);

    /// <summary>The jobs of closed accounts that have ended and whose clips still have a name or frames.</summary>
    Task<IReadOnlyList<KeptJob>> KeptOfClosedAsync(CancellationToken cancellationToken);

    /// <summary>Ended jobs of a kind, the longest ended first.</summary>
    /// <param name="which">The kind.</param>
    /// <param name="before">When they ended at the latest.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="count">The maximum number of jobs.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Guid>> EndedAsync(EndedJobs which, DateTimeOffset before, int skip, int count, CancellationToken cancellationToken);

    /// <summary>The latest completed jobs of clips with this name, newest first, 20 at most.</summary>
    Task<IReadOnlyList<AnalysisJob>> CompletedAsync(string fileName, CancellationToken cancellationToken);

    /// <summary>Whether a job that is not bound to the market has started to analyse these bytes.</summary>
    Task<bool> IsAnalysedOutsideAsync(string sha256, long marketId, CancellationToken cancellationToken);

    /// <summary>Stores a job's analysis; replaces an existing one.</summary>
    Task<KeptAnalysis> SaveAnalysisAsync(Guid jobId, ClipAnalysis analysis, CancellationToken cancellationToken);

    /// <summary>Drops a job's analysis, if there is one, so that it is made again.</summary>
    Task DropAnalysisAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>Deletes a job that has ended.</summary>
    Task DropAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>A job's analysis, or null.</summary>
    Task<KeptAnalysis?> FindAnalysisAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The stored JSON of a job's analysis, in UTF-8, byte for byte; null if there is none.</summary>
    Task<byte[]?> FindAnalysisJsonAsync(Guid jobId, CancellationToken cancellationToken);
}

/// <summary>Kinds of ended jobs.</summary>
public enum EndedJobs
{
    /// <summary>The clip still has a name or frames.</summary>
    WithRemains,

    /// <summary>The analysis is stored.</summary>
    WithAnalysis,

    /// <summary>It failed or was cancelled, and no market was decided by it or waits for its clip.</summary>
    WithoutResult,
}

/// <summary>A job whose clip still has a name or frames.</summary>
/// <param name="Id">The job.</param>
/// <param name="OwnerId">The uploader.</param>
public sealed record KeptJob(Guid Id, string OwnerId);
