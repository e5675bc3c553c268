using System.Text.RegularExpressions;
using Bunit;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Bets;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared.Board;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Markets;

/// <summary>What pages show of a market in its last seconds, and how its host chooses that.</summary>
public sealed partial class HiddenOddsTests(RunningApp running) : ComponentTest(running)
{
    // Random digits could be those of a pool.
    [GeneratedRegex("[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")]
    private static partial Regex GeneratedId { get; }

    [Fact]
    public void While_they_are_hidden_no_part_of_the_page_shows_odds_a_pool_or_a_payout()
    {
        var (hidden, shown) = (Hidden(Market(7)), Views(Market(7))[0]);

        foreach (var (view, isShown) in new[] { (shown, true), (hidden, false) })
        {
            var head = Render<MarketHead>(parameters => parameters.Add(part => part.View, view));
            head.FindAll(".bar .yes").Should().HaveCount(isShown ? 1 : 0);
            head.Find("[data-test=pool]").TextContent.Should().Be(isShown ? "5,000 practice" : "hidden");
            head.Find("[data-test=stake-yes] .odds").TextContent.Should().Be(isShown ? "pays 2.50 times" : "hidden");
            head.FindAll("[data-test=hidden]").Should().HaveCount(isShown ? 0 : 1);

            var form = Render<StakeForm>(parameters => parameters.Add(part => part.View, view).Add(part => part.Side, Outcome.Yes));
            form.Markup.Contains("Pays about", StringComparison.Ordinal).Should().Be(isShown);

            var row = Render<PositionRow>(parameters => parameters
                .Add(part => part.Position, new MarketPosition(7, Outcome.Yes, 100, null)).Add(part => part.View, view));
            row.Markup.Should().Contain("100 practice staked");
            row.FindAll("[data-test=pays]").Should().HaveCount(isShown ? 1 : 0);

            if (!isShown)
                GeneratedId.Replace(head.Markup + form.Markup + row.Markup, "").Should().NotContainAny("2,000", "3,000", "5,000", "2.50", "1.67", "250");
        }
    }

    [Fact]
    public void That_nobody_is_on_a_side_is_hidden_too()
    {
        var market = Open(Closing.Default);
        market.AddStake(Outcome.Yes, 5);

        Render<StakePanel>(parameters => parameters.Add(part => part.View, Views(market)[0])).Markup.Should().Contain("Nobody is on NO");
        Render<StakePanel>(parameters => parameters.Add(part => part.View, Hidden(market))).Markup.Should().NotContain("Nobody is on");
    }

    [Fact]
    public void The_host_is_not_told_by_the_menu_whether_anyone_has_staked()
    {
        var market = Open(Closing.Default);

        Render<MarketMenu>(parameters => parameters.Add(part => part.View, Views(market)[0])).FindAll("[data-test=change]").Should().HaveCount(1);
        Render<MarketMenu>(parameters => parameters.Add(part => part.View, Hidden(market))).FindAll("[data-test=change]").Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, false, "shown until it locks")]
    [InlineData(10, false, "hidden for the last 10 s")]
    [InlineData(15, true, "hidden for the last 15 s, with the lock at a random moment of them")]
    public void The_market_says_what_its_host_chose(double seconds, bool isRandom, string expected)
    {
        var market = Open(new Closing(TimeSpan.FromSeconds(seconds), isRandom));

        Render<MarketFacts>(parameters => parameters.Add(part => part.Market, market).Add(part => part.Host, "Ada"))
            .Find("[data-test=closing]").TextContent.Should().Be(expected);
        Render<MarketCard>(parameters => parameters.Add(part => part.View, Views(market)[0]))
            .Markup.Contains($"odds and pool {expected}", StringComparison.Ordinal).Should().Be(seconds > 0);
    }

    [Theory]
    [InlineData("", false, null)]
    [InlineData("0", false, 0.0)]
    [InlineData("15 s", true, 15.0)]
    public async Task A_host_chooses_it_in_the_dialog(string typed, bool isRandom, double? seconds)
    {
        var draft = new MarketDraft { Question = "Will it?", IsByPeople = true, ClosesIn = "1 min" };
        var dialog = Render<MarketDialog>(parameters => parameters.Add(part => part.Draft, draft));
        await dialog.InputAsync("[data-test=hidden]", typed);
        await dialog.ChangeAsync("[data-test=random-lock]", isRandom);

        draft.Read(Analyses.Vocabulary).Market!.Closing.Should()
            .Be(new Closing(seconds is { } given ? TimeSpan.FromSeconds(given) : null, isRandom));
    }

    [Fact]
    public void A_random_lock_without_hidden_seconds_is_refused_in_the_dialog() =>
        new MarketDraft { Question = "Will it?", IsByPeople = true, LocksAtRandom = true }.Read(Analyses.Vocabulary)
            .Problem!.Code.Should().Be("hidden_time");

    private static MarketView Hidden(Market market) => new(market, 0, null);

    private static Market Open(Closing closing) => Core.Markets.Market.Open(
        Ada.Id,
        new NewMarket("Will it?", new Criterion { Labels = ["Dog"] }) { ClosesIn = TimeSpan.FromMinutes(1), Closing = closing },
        isPractice: false, [], TimeProvider.System.GetUtcNow());
}
