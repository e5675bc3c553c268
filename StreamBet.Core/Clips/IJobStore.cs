using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>Jobs and their analyses, within a unit of work.</summary>
public interface IJobStore
{
    /// <summary>Adds a job.</summary>
    void Add(AnalysisJob job);

    /// <summary>The job of that id, or null.</summary>
    Task<AnalysisJob?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>All jobs that have not ended, oldest first.</summary>
    Task<IReadOnlyList<AnalysisJob>> UnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>How many jobs have not ended: one person's, or everybody's when null.</summary>
    Task<int> CountUnfinishedAsync(string? ownerId, CancellationToken cancellationToken);

    /// <summary>Whether the analysis of those bytes was begun by a job that is not bound to the market.</summary>
    Task<bool> IsAnalysedOutsideAsync(string sha256, long marketId, CancellationToken cancellationToken);

    /// <summary>Keeps a job's analysis; a second time it replaces the first.</summary>
    Task<KeptAnalysis> SaveAnalysisAsync(Guid jobId, ClipAnalysis analysis, CancellationToken cancellationToken);

    /// <summary>A job's analysis, or null.</summary>
    Task<KeptAnalysis?> FindAnalysisAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The JSON in UTF-8 that a job's analysis is kept as, byte for byte; null when there is none.</summary>
    Task<byte[]?> FindAnalysisJsonAsync(Guid jobId, CancellationToken cancellationToken);
}
