using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>What clip processing needs from the markets that a clip is bound to. Calls that take a unit of work become
/// part of it.</summary>
public interface IBoundMarkets
{
    /// <summary>The markets, among those given, to which this person can bind a clip now.</summary>
    Task<IReadOnlyList<long>> BindableAsync(
        IUnitOfWork work, IReadOnlyList<long> marketIds, Caller caller, CancellationToken cancellationToken);

    /// <summary>Locks the job's markets and binds its clip to them.</summary>
    /// <exception cref="RefusedException">A market does not exist, is already bound, or is not this person's to
    /// bind.</exception>
    Task BindAsync(IUnitOfWork work, AnalysisJob job, Caller caller, CancellationToken cancellationToken);

    /// <summary>Records that the clip has arrived; now only its bytes may decide its markets.</summary>
    /// <exception cref="RefusedException">This clip may not decide one of the markets.</exception>
    Task AcceptClipAsync(IUnitOfWork work, AnalysisJob job, CancellationToken cancellationToken);

    /// <summary>Releases the markets of a clip that never arrived.</summary>
    Task ReleaseAsync(IUnitOfWork work, AnalysisJob job, string by, string why, CancellationToken cancellationToken);

    /// <summary>Unbinds a clip that arrived but whose analysis failed; only the same clip may be sent again.</summary>
    Task FailAsync(IUnitOfWork work, AnalysisJob job, string why, CancellationToken cancellationToken);

    /// <summary>Whether people are deciding one of the job's markets, or may still challenge its verdict, and so need the frames of
    /// its clip.</summary>
    Task<bool> NeedsFramesAsync(IUnitOfWork work, Guid jobId, CancellationToken cancellationToken);

    /// <summary>Whether this person may stop the analysis of a clip that has arrived: an operator who has nothing to do with the
    /// markets that it has yet to decide. Anyone could choose the outcome otherwise.</summary>
    Task<bool> MayStopAsync(IUnitOfWork work, AnalysisJob job, Caller caller, CancellationToken cancellationToken);

    /// <summary>Decides the job's markets from its analysis and pays them out, one transaction each. After a crash,
    /// calling it again does the rest.</summary>
    Task DecideAsync(AnalysisJob job, KeptAnalysis analysis, CancellationToken cancellationToken);
}
