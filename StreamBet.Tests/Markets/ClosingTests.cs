using CsCheck;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Markets;

/// <summary>In its last seconds a market hides its odds, and may lock at a moment that nobody knows.</summary>
public class ClosingTests
{
    private const string Host = "guest:host";
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static Market Open(double closesIn, double? hidden, bool isRandom = false, double draw = 0, bool isPractice = false)
    {
        var asked = new NewMarket("Will the dog catch it?", new Criterion { Labels = ["Dog"] })
        {
            ClosesIn = TimeSpan.FromSeconds(closesIn),
            Closing = new Closing(hidden is { } seconds ? TimeSpan.FromSeconds(seconds) : null, isRandom),
        };
        return Market.Open(Host, asked, isPractice, [], Noon, draw);
    }

    [Theory]
    [InlineData(30, null, 10)]
    [InlineData(599, null, 10)]
    [InlineData(600, null, 0)]
    [InlineData(86_400, null, 0)]
    [InlineData(60, 0.0, 0)]
    [InlineData(3_600, 60.0, 60)]
    [InlineData(30, 15.0, 15)]
    public void Short_markets_hide_their_odds_for_ten_seconds_unless_the_host_says_otherwise(double closesIn, double? hidden, double expected) =>
        Open(closesIn, hidden).HiddenFor.Should().Be(TimeSpan.FromSeconds(expected));

    [Theory]
    [InlineData(3_600, 61.0, false)]
    [InlineData(30, 15.1, false)]
    [InlineData(60, -1.0, false)]
    [InlineData(60, 0.0, true)]
    [InlineData(3_600, null, true)]
    public void Other_choices_are_refused(double closesIn, double? hidden, bool isRandom)
    {
        var open = () => Open(closesIn, hidden, isRandom);

        open.Should().Throw<RefusedException>().Which.Refusal.Should().Match<Refusal>(
            refusal => refusal.Kind == RefusalKind.Unprocessable && refusal.Code == "hidden_time");
    }

    [Fact]
    public void The_pool_is_hidden_from_the_announced_second_until_the_lock()
    {
        var market = Open(60, 10);
        market.AddStake(Outcome.Yes, 5);

        market.ShownPool(Noon.AddSeconds(50) - Tick).Should().Be(new Pool(5, 0));
        market.ShownPool(Noon.AddSeconds(50)).Should().BeNull();
        market.CanStake(Noon.AddSeconds(60) - Tick).Should().BeTrue();
        market.ShownPool(Noon.AddSeconds(61)).Should().BeNull("it is not locked yet");

        market.Close(Noon.AddSeconds(61));
        market.ShownPool(Noon.AddSeconds(61)).Should().Be(new Pool(5, 0));
    }

    [Fact]
    public void A_market_that_hides_nothing_never_does()
    {
        var market = Open(60, 0);

        market.IsPoolHidden(Noon.AddSeconds(60)).Should().BeFalse();
        market.HidesAt.Should().BeNull();
    }

    [Fact]
    public void A_random_lockscomes_within_the_hidden_seconds_and_the_clockslocks_it_no_earlier() =>
        (from hidden in Gen.Double[0.1, 30]
         from draw in Gen.Double[0, 1].Where(draw => draw < 1)
         select (hidden, draw)).Sample(drawn =>
        {
            var market = Open(60, drawn.hidden, isRandom: true, drawn.draw);
            var locks = LockOf(market);

            locks.Should().BeOnOrAfter(market.HidesAt!.Value).And.BeBefore(market.ClosesAt);
            market.IsDue(locks - Tick).Should().BeFalse();
            market.IsDue(locks).Should().BeTrue();
        });

    [Fact]
    public void All_moments_of_the_hidden_seconds_are_drawn() =>
        new[] { 0, 0.25, 0.5, 0.999 }.Select(draw => (LockOf(Open(60, 10, isRandom: true, draw)) - Noon).TotalSeconds)
            .Should().Equal(50, 52.5, 55, 59.99);

    [Fact]
    public void Nothing_that_a_market_says_of_itself_depends_on_the_moment_drawn()
    {
        static IEnumerable<object?> Said(Market market) => typeof(Market).GetProperties()
            .Where(property => property.Name != nameof(Market.Audit)).Select(property => property.GetValue(market))
            .Concat(market.Audit.Select(entry => entry.Why));

        Said(Open(60, 10, isRandom: true, 0.9)).Should().BeEquivalentTo(Said(Open(60, 10, isRandom: true, 0.1)));
    }

    [Fact]
    public void A_host_who_locks_it_in_its_hidden_seconds_shows_the_pool_to_all()
    {
        var market = Open(60, 10, isRandom: true, 0.9);
        market.AddStake(Outcome.No, 7);

        market.Lock(Host, Noon.AddSeconds(51));

        market.ShownPool(Noon.AddSeconds(51)).Should().Be(new Pool(0, 7));
    }

    [Theory]
    [InlineData(49, MarketState.Open)]
    [InlineData(50, MarketState.Locked)]
    public void Binding_a_clip_and_taking_it_back_shows_no_pool_to_people_who_can_still_stake(double second, MarketState expected)
    {
        var market = Open(60, 10);
        var at = Noon.AddSeconds(second);
        market.Bind(Guid.NewGuid(), Host, at);
        market.ShownPool(at).Should().NotBeNull();

        market.Release(Host, at, "The upload was cancelled.");

        market.State.Should().Be(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trying_to_edit_it_does_not_tell_whether_anyone_has_staked(bool isStaked)
    {
        var market = Open(60, 10);
        if (isStaked)
            market.AddStake(Outcome.Yes, 1);

        var editing = () => market.Edit("Will a cat?", market.Criterion, Host, Noon.AddSeconds(55));

        editing.Should().Throw<RefusedException>().Which.Refusal.Code.Should().Be("market_closing");
    }

    [Fact]
    public void Practice_markets_hide_nothing() =>
        Open(86_400, null, isPractice: true).HidesAt.Should().BeNull();

    private static DateTimeOffset LockOf(Market market)
    {
        var (open, closed) = (Noon, market.ClosesAt);
        while (closed - open > Tick)
        {
            var middle = open + ((closed - open) / 2);
            (open, closed) = market.CanStake(middle) ? (middle, closed) : (open, middle);
        }

        return closed;
    }
}
