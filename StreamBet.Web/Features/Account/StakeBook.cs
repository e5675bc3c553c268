using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Features.Account;

/// <summary>What a person has in markets now, and what became of what they had.</summary>
/// <param name="Positions">By undecided market and side, the newest market first.</param>
/// <param name="Ended">Their ended stakes, newest first, as many as were asked for.</param>
/// <param name="HasMore">Whether there are more of these.</param>
/// <param name="Totals">The sums of all of these, by currency.</param>
public sealed record StakeBook(
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<EndedStake> Ended,
    bool HasMore,
    IReadOnlyList<StakeTotals> Totals);

/// <summary>What a person has on one side of an undecided market.</summary>
/// <param name="Position">Side and amount.</param>
/// <param name="View">The market as it was read.</param>
public sealed record PositionView(MarketPosition Position, MarketView View);

/// <summary>A stake that have ended.</summary>
/// <param name="Stake">The stake.</param>
/// <param name="Market">Its market; still undecided where the stake was refunded before the decision.</param>
public sealed record EndedStake(Stake Stake, Market Market);

/// <summary>Reads stake books.</summary>
internal sealed class StakeBookReader(IUnitOfWorkFactory work, IOptions<StreamBetOptions> options)
{
    /// <summary>A person's stake book as it is now.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="count">How many ended stakes at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<StakeBook> ReadAsync(Caller caller, int count, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var positions = await unit.Markets.PositionsOfAsync(caller.Id, cancellationToken);
        var ended = await unit.Markets.EndedStakesOfAsync(caller.Id, count + 1, cancellationToken);
        var markets = (await unit.Markets.FindManyAsync(
            [.. positions.Select(position => position.MarketId).Union(ended.Select(stake => stake.MarketId))],
            cancellationToken)).ToDictionary(market => market.Id);
        return new StakeBook(
            [.. positions.Select(position => new PositionView(position, View(markets[position.MarketId])))],
            [.. ended.Take(count).Select(stake => new EndedStake(stake, markets[stake.MarketId]))],
            ended.Count > count,
            await unit.Markets.TotalsOfAsync(caller.Id, cancellationToken));
    }

    private MarketView View(Market market) => new(market, options.Value.TakeRateOf(market));
}
