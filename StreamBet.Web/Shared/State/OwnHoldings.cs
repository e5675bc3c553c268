using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.State;

/// <summary>A person's balances and positions.</summary>
/// <param name="Name">The name that others see.</param>
/// <param name="Credits">Whole credits.</param>
/// <param name="Practice">Whole practice credits.</param>
/// <param name="Positions">Their stakes by market and side: all undecided ones, and the latest ended ones.</param>
public sealed record OwnHoldings(string Name, long Credits, long Practice, IReadOnlyList<MarketPosition> Positions)
{
    /// <summary>Their balance in a currency.</summary>
    public long In(Currency currency) => currency == Currency.Practice ? Practice : Credits;

    /// <summary>Their positions in a market, at most one per side; stakes refunded before the decision are left
    /// out.</summary>
    public IReadOnlyList<MarketPosition> In(Market market) => [.. Positions.Where(position => position.MarketId == market.Id)];

    /// <summary>Their stake on one side of a market, in whole credits.</summary>
    public long On(Market market, Outcome side) =>
        In(market).Where(position => position.Side == side).Sum(position => position.Amount);
}

/// <summary>Reads people's balances and positions.</summary>
internal sealed class HoldingsReader(IUnitOfWorkFactory work, Wallet wallet)
{
    // Far more ended positions than a page shows.
    private const int MaxEnded = 200;

    /// <summary>A person's current balances and positions.</summary>
    public async Task<OwnHoldings> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var person = await unit.People.FindAsync(caller.Id, cancellationToken);
        return new OwnHoldings(
            person?.Name ?? caller.Name,
            await wallet.BalanceAsync(unit, caller, Currency.Credits, cancellationToken),
            await wallet.BalanceAsync(unit, caller, Currency.Practice, cancellationToken),
            [
                .. await unit.Markets.PositionsOfAsync(caller.Id, cancellationToken),
                .. await unit.Markets.EndedPositionsOfAsync(caller.Id, MaxEnded, cancellationToken),
            ]);
    }
}
