using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.State;

/// <summary>What a person holds and has staked.</summary>
/// <param name="Name">The name that others see.</param>
/// <param name="Credits">Whole credits.</param>
/// <param name="Practice">Whole practice credits.</param>
/// <param name="Stakes">Their latest stakes, newest first.</param>
public sealed record Purse(string Name, long Credits, long Practice, IReadOnlyList<Stake> Stakes)
{
    /// <summary>What they hold in the unit that a market is staked in.</summary>
    public long In(Currency unit) => unit == Currency.Practice ? Practice : Credits;

    /// <summary>Their stakes in a market that still count, or counted when it ended.</summary>
    public IEnumerable<Stake> In(Market market) =>
        Stakes.Where(stake => stake.MarketId == market.Id && !stake.IsWithdrawn);

    /// <summary>What they have on one side of a market, in whole credits.</summary>
    public long On(Market market, Outcome side) => In(market).Where(stake => stake.Side == side).Sum(stake => stake.Amount);
}

/// <summary>Reads purses.</summary>
internal sealed class PurseReader(IUnitOfWorkFactory work, Wallet wallet)
{
    private const int MaxStakes = 200;

    /// <summary>A person's purse as it is now.</summary>
    public async Task<Purse> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var person = await unit.People.FindAsync(caller.Id, cancellationToken);
        return new Purse(
            person?.Name ?? caller.Name,
            await wallet.BalanceAsync(unit, caller, Currency.Credits, cancellationToken),
            await wallet.BalanceAsync(unit, caller, Currency.Practice, cancellationToken),
            await unit.Markets.StakesOfAsync(caller.Id, null, MaxStakes, cancellationToken));
    }
}
