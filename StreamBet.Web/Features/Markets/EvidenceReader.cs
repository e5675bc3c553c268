using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Features.Markets;

/// <summary>A moment of a verdict's evidence, as one person may see it.</summary>
/// <param name="Moment">The moment.</param>
/// <param name="FrameAddress">The address of its frame; null if this person may not see it, or if it was deleted or
/// never kept.</param>
public sealed record ShownEvidence(Evidence Moment, string? FrameAddress);

/// <summary>Reads evidence for people who may see it.</summary>
internal sealed class EvidenceReader(IUnitOfWorkFactory work, IFrameStore frames)
{
    /// <summary>The evidence of a market's verdict, in order of time.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="market">The market.</param>
    /// <param name="caller">Who asks; null for an anonymous caller.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<IReadOnlyList<ShownEvidence>> ReadAsync(
        IUnitOfWork unit, Market market, Caller? caller, CancellationToken cancellationToken)
    {
        // A verdict comes from one clip, so all its evidence belongs to one job.
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

    /// <summary>The frame of a moment as a JPEG, with its digest; null if this person may see none.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="number">The moment's position in the market's evidence, from 0; other numbers have no
    /// frame.</param>
    /// <param name="caller">Who asks; null for an anonymous caller.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
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
