using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>Manages the practice markets, in which newcomers play against the house, which stakes on both
/// sides.</summary>
public sealed class PracticeMarkets(
    IUnitOfWorkFactory work, IClipAnalyzer analyzer, IOptions<StreamBetOptions> options, TimeProvider time)
{
    // Each can end either way: what they ask is neither hard to see nor hard to rule out.
    private static readonly IReadOnlyList<Setup> Setups =
    [
        new("Will a person be seen?", 3_000, 2_000, "Person"),
        new("Will a dog be seen?", 2_000, 3_000, "Dog"),
        new("Will a car be seen?", 1_500, 3_500, "Car"),
        new("Will a bottle be seen?", 1_800, 3_200, "Bottle"),
    ];

    /// <summary>Opens those that are not open and that the analyzer can decide.</summary>
    internal async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.DemoMarkets)
            return;
        await using var unit = await work.BeginAsync(cancellationToken);
        var active = await unit.Markets.ActivePracticeAsync(cancellationToken);
        foreach (var setup in Setups.Where(setup => active.All(market => market.Event != setup.Event) && CanBeDecided(setup)))
            await OpenAsync(unit, setup, cancellationToken);
        await unit.CommitAsync(cancellationToken);
    }

    /// <summary>Opens a replacement for a practice market that has ended.</summary>
    internal async Task ReplaceAsync(IUnitOfWork unit, Market ended, CancellationToken cancellationToken)
    {
        if (ended.IsPractice && options.Value.DemoMarkets
            && Setups.FirstOrDefault(setup => setup.Event == ended.Event) is { } setup && CanBeDecided(setup))
        {
            await OpenAsync(unit, setup, cancellationToken);
        }
    }

    private bool CanBeDecided(Setup setup) => analyzer.Vocabulary.Find(setup.Label) is { CanBeProved: true, CanBeDisproved: true };

    private async Task OpenAsync(IUnitOfWork unit, Setup setup, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var market = Market.Open(
            Caller.HouseId, new NewMarket(setup.Event, new Criterion { Labels = [setup.Label] }), isPractice: true, moderators: [], now);
        await unit.Markets.AddAsync(market, cancellationToken);
        foreach (var (side, amount) in new[] { (Outcome.Yes, setup.Yes), (Outcome.No, setup.No) })
        {
            var stake = new Stake
            {
                MarketId = market.Id,
                PersonId = Caller.HouseId,
                Side = side,
                Amount = amount,
                PlacedAt = now,
            };
            await unit.Markets.AddAsync(stake, cancellationToken);
            market.AddStake(side, amount);
        }

        // The house has no balance; its practice credits are issued when it stakes them.
        await unit.Ledger.PostAsync(
            LedgerTransaction.Move(
                $"house/{market.Id}", AccountAddress.Issuance(Currency.Practice),
                AccountAddress.Pool(market.Id, Currency.Practice), setup.Yes + setup.No, now),
            cancellationToken);
    }

    private sealed record Setup(string Event, long Yes, long No, string Label);
}
