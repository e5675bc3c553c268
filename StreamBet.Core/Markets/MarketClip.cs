using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Markets;

/// <summary>Finds the job of a market's clip.</summary>
internal static class MarketClip
{
    /// <summary>The job of the clip that is bound to it; once its clip has arrived, the job that brought it, although its analysis
    /// failed and it is no longer bound. Null if there is none.</summary>
    public static async Task<AnalysisJob?> FindJobAsync(IUnitOfWork unit, Market market, CancellationToken cancellationToken)
    {
        var bound = market.JobId is { } jobId ? await unit.Jobs.FindAsync(jobId, cancellationToken) : null;
        return bound is not { Sha256: not null } && market is { IsClipHere: true, ClipSha256: { } sha256 }
            ? await unit.Jobs.FindArrivedAsync(sha256, market.Id, cancellationToken) ?? bound
            : bound;
    }
}
