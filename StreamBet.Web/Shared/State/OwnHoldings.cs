using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.State;

/// <summary>What a person holds, and has or had in markets.</summary>
/// <param name="Name">The name that others see.</param>
/// <param name="Credits">Whole credits.</param>
/// <param name="Practice">Whole practice credits.</param>
/// <param name="Positions">Their stakes by market and side: all undecided ones, and the latest that ended.</param>
public sealed record OwnHoldings(string Name, long Credits, long Practice, IReadOnlyList<MarketPosition> Positions)
{
    /// <summary>What they hold of a currency.</summary>
    public long In(Currency currency) => currency == Currency.Practice ? Practice : Credits;

    /// <summary>What they have or had in a market, at most one entry a side; stakes that were refunded before the decision are left
    /// out.</summary>
    public IReadOnlyList<MarketPosition> In(Market market) => [.. Positions.Where(position => position.MarketId == market.Id)];

    /// <summary>What they have on one side of a market, in whole credits.</summary>
    public long On(Market market, Outcome side) =>
        In(market).Where(position => position.Side == side).Sum(position => position.Amount);
}

/// <summary>Reads what people hold.</summary>
internal sealed class HoldingsReader(IUnitOfWorkFactory work, Wallet wallet)
{
    // Far more than a page shows of markets that ended.
    private const int MaxEnded = 200;

    /// <summary>What a person holds now.</summary>
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
