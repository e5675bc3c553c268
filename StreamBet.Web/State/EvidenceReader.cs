using StreamBet.Core;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Resolution;

namespace StreamBet.Web.State;

/// <summary>A moment that a market's verdict stands on, as one person may see it.</summary>
/// <param name="Moment">The moment.</param>
/// <param name="FrameAddress">Where its frame is read; null when this person may not see it, or when it was deleted or never
/// kept.</param>
public sealed record ShownEvidence(Evidence Moment, string? FrameAddress);

/// <summary>Reads evidence for those who may see it.</summary>
internal static class EvidenceReader
{
    /// <summary>What a market's verdict stands on, in the order of time.</summary>
    /// <param name="unit">Where the market was read.</param>
    /// <param name="market">The market.</param>
    /// <param name="caller">Who asks; null when nobody is known.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static async Task<IReadOnlyList<ShownEvidence>> ReadAsync(
        IUnitOfWork unit, Market market, Caller? caller, CancellationToken cancellationToken)
    {
        var job = market.JobId is { } jobId ? await unit.Jobs.FindAsync(jobId, cancellationToken) : null;
        var isShown = job is { ForgottenAt: null } && (job.SharesFrames
            || (caller is not null && (job.IsReadableBy(caller) || market.HostId == caller.Id)));
        return
        [
            .. market.Evidence.Select((moment, number) => new ShownEvidence(
                moment, isShown && moment.FrameSha256 is not null ? $"/api/bets/{market.Id}/evidence/{number}.jpg" : null)),
        ];
    }
}
