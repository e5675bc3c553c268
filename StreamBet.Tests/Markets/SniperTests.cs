using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Markets;

/// <summary>Bots that know how likely a YES is, and look at the odds before they stake: what waiting for the last second brings
/// them, over many markets in which people stake up to the end.</summary>
public class SniperTests
{
    private const int Rounds = 3_000;
    private const double Minute = 60;
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>In seconds after the opening.</summary>
    private static readonly double JustBeforeHiding = 50 - 0.001, LastMoment = Minute - 0.001;

    private static readonly Closing Hidden = new(TimeSpan.FromSeconds(10), IsRandom: false);
    private static readonly Closing Random = new(TimeSpan.FromSeconds(10), IsRandom: true);

    [Fact]
    public void Hidden_odds_leave_a_last_second_sniper_no_more_than_one_who_stakes_just_before() =>
        Gain(Hidden, LastMoment).Should().BeLessThanOrEqualTo(Gain(Hidden, JustBeforeHiding));

    [Fact]
    public void A_random_lock_leaves_a_last_second_sniper_no_more_than_one_who_stakes_just_before() =>
        Gain(Random, LastMoment).Should().BeLessThanOrEqualTo(Gain(Random, JustBeforeHiding));

    [Fact]
    public void Waiting_within_the_hidden_seconds_brings_nothing_at_any_moment()
    {
        var best = Gain(Random, JustBeforeHiding);

        foreach (var moment in new[] { 50.0, 52.5, 55, 57.5, 59.9 })
            Gain(Random, moment).Should().BeLessThanOrEqualTo(best, "moment {0}", moment);
    }

    [Fact]
    public void Where_odds_are_never_hidden_the_last_second_is_worth_something() =>
        Gain(Closing.None, LastMoment).Should().BeGreaterThan(1.05m * Gain(Closing.None, JustBeforeHiding));

    // What a bot can expect to gain in all rounds together. It looks at the odds until it stakes.
    private static decimal Gain(Closing closing, double stakesAt) =>
        Enumerable.Range(0, Rounds).Sum(seed => GainOf(new Random(seed), closing, stakesAt));

    private static decimal GainOf(Random chance, Closing closing, double stakesAt)
    {
        var market = Market.Open(
            "guest:host",
            new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] })
            {
                ClosesIn = TimeSpan.FromSeconds(Minute),
                Closing = closing,
            },
            isPractice: false, [], Noon, chance.NextDouble());
        var yes = (decimal)(0.1 + (0.8 * chance.NextDouble()));
        var crowd = Enumerable.Range(0, 40)
            .Select(_ => (
                At: Minute * chance.NextDouble(),
                Side: chance.NextDouble() < (double)yes + (0.4 * (chance.NextDouble() - 0.5)) ? Outcome.Yes : Outcome.No,
                Amount: (long)chance.Next(1, 100)))
            .OrderBy(stake => stake.At).ToList();

        Pool seen = default;
        (Outcome Side, long Amount)? own = null;
        foreach (var (at, side, amount) in crowd.Where(stake => stake.At < stakesAt))
        {
            Place(market, at, side, amount);
            seen = market.ShownPool(Noon.AddSeconds(at)) ?? seen;
        }

        if (Best(seen, yes) is { } best && Place(market, stakesAt, best.Side, best.Amount))
            own = best;
        foreach (var (at, side, amount) in crowd.Where(stake => stake.At >= stakesAt))
            Place(market, at, side, amount);
        return own is { } stake ? Expected(market.Pool, stake.Side, stake.Amount, yes) : 0;
    }

    private static bool Place(Market market, double at, Outcome side, long amount)
    {
        if (!market.CanStake(Noon.AddSeconds(at)))
            return false;
        market.AddStake(side, amount);
        return true;
    }

    // The stake that would gain most if nobody staked after it; none if no stake gains.
    private static (Outcome Side, long Amount)? Best(Pool pool, decimal yes)
    {
        var best = new[] { Outcome.Yes, Outcome.No }
            .SelectMany(side => new long[] { 10, 25, 50, 100, 200, 400 }.Select(amount => (Side: side, Amount: amount)))
            .MaxBy(stake => Expected(pool.With(stake.Side, stake.Amount), stake.Side, stake.Amount, yes));
        return Expected(pool.With(best.Side, best.Amount), best.Side, best.Amount, yes) > 0 ? best : null;
    }

    private static decimal Expected(Pool pool, Outcome side, long amount, decimal yes) =>
        (yes * Payouts.Of(pool, Outcome.Yes, 0).ShareOf(side, amount))
        + ((1 - yes) * Payouts.Of(pool, Outcome.No, 0).ShareOf(side, amount))
        - amount;
}
