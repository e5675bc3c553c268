using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Board;

/// <summary>The frame that stands for a settled market in lists.</summary>
internal static class Thumbnails
{
    /// <summary>The address of a frame that decided the market and that everyone may see; null if there is none.</summary>
    public static async Task<string?> FindAsync(IUnitOfWork unit, Market market, CancellationToken cancellationToken)
    {
        if (market is not { Outcome: Outcome.Yes } || market.Evidence.ToList().FindIndex(moment => moment is { Counts: true, FrameSha256: not null }) is not (>= 0 and var number))
            return null;
        return await unit.Jobs.FindAsync(market.Evidence[number].JobId, cancellationToken) is { } job
            && ClipAccess.MaySeeFrames(null, job.Facts, market.HostId)
                ? $"/api/bets/{market.Id}/evidence/{number}.jpg"
                : null;
    }
}
