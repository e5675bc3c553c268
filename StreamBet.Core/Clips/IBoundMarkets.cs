using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>What the way of a clip asks of the markets that the clip is bound to. Calls that take a unit of work become
/// part of it.</summary>
public interface IBoundMarkets
{
    /// <summary>Those of the markets that this person could bind a clip to now.</summary>
    Task<IReadOnlyList<long>> BindableAsync(
        IUnitOfWork work, IReadOnlyList<long> marketIds, Caller caller, CancellationToken cancellationToken);

    /// <summary>Locks the job's markets and binds its clip to them.</summary>
    /// <exception cref="RefusedException">One of them does not exist, is not this person's to bind, or is bound
    /// already.</exception>
    Task BindAsync(IUnitOfWork work, AnalysisJob job, Caller caller, CancellationToken cancellationToken);

    /// <summary>The clip is here: from now on only its bytes may decide its markets.</summary>
    /// <exception cref="RefusedException">One of the markets may not be decided by this clip.</exception>
    Task AcceptClipAsync(IUnitOfWork work, AnalysisJob job, CancellationToken cancellationToken);

    /// <summary>The clip never arrived: its markets open again.</summary>
    Task ReleaseAsync(IUnitOfWork work, AnalysisJob job, string by, string why, CancellationToken cancellationToken);

    /// <summary>The clip arrived and its analysis ended without a result: only the same clip may be sent again.</summary>
    Task FailAsync(IUnitOfWork work, AnalysisJob job, string why, CancellationToken cancellationToken);

    /// <summary>Decides the job's markets by its analysis and pays them out, one transaction each. Done again after a crash
    /// it does what is left.</summary>
    Task DecideAsync(AnalysisJob job, KeptAnalysis analysis, CancellationToken cancellationToken);
}
