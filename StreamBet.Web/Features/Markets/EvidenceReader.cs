using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Features.Markets;

/// <summary>A moment that a market's verdict stands on, as one person may see it.</summary>
/// <param name="Moment">The moment.</param>
/// <param name="FrameAddress">Where its frame is read; null when this person may not see it, or when it was deleted or never
/// kept.</param>
public sealed record ShownEvidence(Evidence Moment, string? FrameAddress);

/// <summary>Reads evidence for those who may see it.</summary>
internal sealed class EvidenceReader(IUnitOfWorkFactory work, IFrameStore frames)
{
    /// <summary>What a market's verdict stands on, in the order of time.</summary>
    /// <param name="unit">Where the market was read.</param>
    /// <param name="market">The market.</param>
    /// <param name="caller">Who asks; null when nobody is known.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static async Task<IReadOnlyList<ShownEvidence>> ReadAsync(
        IUnitOfWork unit, Market market, Caller? caller, CancellationToken cancellationToken)
    {
        // One clip makes a verdict, so that all of its evidence is of one job.
        var job = market.Evidence is [var first, ..]
            ? await unit.Jobs.FindAsync(first.JobId, cancellationToken)
            : null;
        var isShown = job is not null && ClipAccess.MaySeeFrames(caller, job.Facts, market.HostId);
        return
        [
            .. market.Evidence.Select((moment, number) => new ShownEvidence(
                moment, isShown && moment.FrameSha256 is not null ? $"/api/bets/{market.Id}/evidence/{number}.jpg" : null)),
        ];
    }

    /// <summary>The frame of a moment as a JPEG, with its digest; null when there is none for this person.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="number">The moment's place in the market's evidence, from 0; any other number has no frame.</param>
    /// <param name="caller">Who asks; null when nobody is known.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<(byte[] Jpeg, string Sha256)?> FindFrameAsync(
        long marketId, int number, Caller? caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        if (await unit.Markets.FindAsync(marketId, cancellationToken) is not { } market)
            return null;
        var evidence = await ReadAsync(unit, market, caller, cancellationToken);
        if (evidence.ElementAtOrDefault(number) is not { FrameAddress: not null, Moment: var moment })
            return null;
        var jpeg = await frames.FindAsync(moment.JobId, moment.At, cancellationToken);
        return jpeg is null ? null : (jpeg, moment.FrameSha256!);
    }
}
