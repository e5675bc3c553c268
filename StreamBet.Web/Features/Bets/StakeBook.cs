using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Features.Bets;

/// <summary>A person's open positions and ended stakes.</summary>
/// <param name="Positions">The open positions, one per undecided market and side, newest market first.</param>
/// <param name="Ended">The ended stakes, newest first, up to the requested number.</param>
/// <param name="HasMore">Whether there are more ended stakes.</param>
/// <param name="Totals">The totals of all ended stakes, by currency.</param>
/// <param name="OpenBonds">The bonds of objections that are laid down, in whole credits.</param>
public sealed record StakeBook(
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<EndedStake> Ended,
    bool HasMore,
    IReadOnlyList<StakeTotals> Totals,
    long OpenBonds = 0);

/// <summary>A person's position on one side of an undecided market.</summary>
/// <param name="Position">Side and amount.</param>
/// <param name="View">The market at the time of reading.</param>
/// <param name="Bond">Their bond in it; null if they laid none down, or an earlier position names it.</param>
public sealed record PositionView(MarketPosition Position, MarketView View, Bond? Bond = null);

/// <summary>A stake that has ended.</summary>
/// <param name="Stake">The stake.</param>
/// <param name="Market">Its market; still undecided if the stake was refunded before the decision.</param>
/// <param name="Bond">Their bond in it; null if they laid none down, or an earlier stake of the list names it.</param>
public sealed record EndedStake(Stake Stake, Market Market, Bond? Bond = null);

/// <summary>Reads stake books.</summary>
internal sealed class StakeBookReader(IUnitOfWorkFactory work, IOptions<StreamBetOptions> options, TimeProvider time)
{
    /// <summary>Reads a person's current stake book.</summary>
    /// <param name="caller">The person.</param>
    /// <param name="count">The maximum number of ended stakes.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<StakeBook> ReadAsync(Caller caller, int count, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var positions = await unit.Markets.PositionsOfAsync(caller.Id, cancellationToken);
        var ended = await unit.Markets.EndedStakesOfAsync(caller.Id, count + 1, cancellationToken);
        var markets = (await unit.Markets.FindManyAsync(
            [.. positions.Select(position => position.MarketId).Union(ended.Select(stake => stake.MarketId))],
            cancellationToken)).ToDictionary(market => market.Id);
        var bonds = markets.Values.Select(market => (market.Id, Bond: market.BondOf(caller.Id)))
            .Where(own => own.Bond is not null).ToDictionary(own => own.Id, own => own.Bond!);
        var open = bonds.Values.Where(bond => bond.State == BondState.Open).Sum(bond => bond.Amount);
        Bond? Name(long marketId) => bonds.Remove(marketId, out var bond) ? bond : null;
        return new StakeBook(
            [.. positions.Select(position => new PositionView(position, View(markets[position.MarketId]), Name(position.MarketId)))],
            [.. ended.Take(count).Select(stake => new EndedStake(stake, markets[stake.MarketId], Name(stake.MarketId)))],
            ended.Count > count,
            await unit.Markets.TotalsOfAsync(caller.Id, cancellationToken),
            open);
    }

    private MarketView View(Market market) => MarketView.Of(market, options.Value, time.GetUtcNow());
}
