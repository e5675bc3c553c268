using Bunit;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;
using static StreamBet.Tests.Support.Analyses;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Markets;

public sealed class MarketsPanelTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void An_open_market_shows_its_question_criterion_odds_pool_and_own_stake()
    {
        var market = Market(7);
        PutStakes(Stake(market, Outcome.No, 100));

        var card = Show(market).Find("[data-test=market]");

        card.QuerySelector("h3")!.TextContent.Should().Be("Will Dog 7 be seen?");
        card.TextContent.Should().Contain("YES if Dog is seen with confidence over 80 %");
        card.QuerySelector("[data-test=stake-yes]")!.TextContent.Should().Contain("YES").And.Contain("2.50");
        card.QuerySelector("[data-test=stake-no]")!.TextContent.Should().Contain("NO").And.Contain("1.67");
        card.QuerySelector("[data-test=pool]")!.TextContent.Should().Be("5,000 practice");
        card.QuerySelector("[data-test=own]")!.TextContent.Should().Be("NO 100");
        card.QuerySelector("[data-test=state]")!.TextContent.Should().Be("open");
    }

    [Fact]
    public void An_own_market_takes_no_stake_and_says_why()
    {
        var card = Show(Market(7, host: Ada.Id)).Find("[data-test=market]");

        card.QuerySelectorAll("button.side").Should().OnlyContain(button => button.HasAttribute("disabled"));
        card.TextContent.Should().Contain("You host this market, so you can't stake on it.");
    }

    [Fact]
    public void A_locked_and_a_deciding_market_take_no_stakes_and_say_why()
    {
        var panel = Show(Market(7).Locked(), Market(8).Deciding());

        panel.Find("[data-market='7']").TextContent.Should().Contain("Its clip is being uploaded");
        panel.Find("[data-market='8']").TextContent.Should().Contain("Its clip has arrived");
        panel.FindAll("button.side").Should().OnlyContain(button => button.HasAttribute("disabled"));
    }

    [Fact]
    public void A_market_that_its_clip_could_not_decide_says_what_becomes_of_the_stakes()
    {
        var market = Market(7, host: "guest:bob").Deciding();
        market.Unbind("system", DateTimeOffset.UnixEpoch, "The analysis failed.");

        Show(market).Find("[data-market='7']").TextContent.Should().Contain("The analysis of its clip failed")
            .And.NotContain("waits for its clip");
    }

    [Fact]
    public void Ended_markets_show_how_they_ended_and_what_that_brought()
    {
        var analysis = Of(30, Label("Dog", (12.5, 97.1)), Label("Cat", (3, 78.4)));
        var (yes, unsure, none) = (Market(1), Market(2, "Cat"), Market(3, "Person"));
        PutStakes(Stake(yes, Outcome.Yes, 100, returned: 250), Stake(unsure, Outcome.Yes, 50, returned: 50));

        var panel = Show(yes.Resolved(analysis), unsure.Resolved(analysis), none.Resolved(analysis), Market(4).Voided());

        Ended(1).Should().Contain("YES").And.Contain("Seen at 0:12.5, at best 97.1 % sure").And.Contain("+150");
        Ended(2).Should().Contain("void").And.Contain("Not decided. Every stake was refunded.").And.NotContain("50");
        Ended(3).Should().Contain("NO").And.Contain("Not plainly there, 95.0 % sure");
        Ended(4).Should().Contain("void").And.Contain("Every stake was refunded");

        string Ended(long id) => panel.Find($"[data-test=ended][data-market='{id}']").TextContent;
    }

    [Fact]
    public void Practice_markets_stand_after_the_others_and_keep_their_places()
    {
        var panel = Show(Market(9, "Ball"), Market(8, "Cat"), Market(3, host: "guest:host"));

        panel.FindAll("[data-test=market]").Select(card => card.GetAttribute("data-market")).Should().Equal("3", "9", "8");
    }

    [Fact]
    public void Without_a_market_it_says_how_one_is_opened() =>
        Show().Markup.Should().Contain("Nobody has a market open");

    [Fact]
    public void Of_a_change_only_the_rows_are_drawn_again_that_it_is_about()
    {
        var (one, other) = (Market(7), Market(8));
        PutMarkets(one, other);
        var panel = Render<MarketsPanel>();
        var cards = panel.FindComponents<MarketCard>();
        var drawn = cards.Select(card => card.RenderCount).ToList();

        var kept = State.Markets[1];
        var changed = Market(7);
        changed.AddStake(Outcome.Yes, 500);
        Put(nameof(State.Markets), new[] { Views(changed)[0], kept });
        panel.Render();

        panel.Find("[data-market='7'] [data-test=pool]").TextContent.Should().Be("5,500 practice");
        cards[0].RenderCount.Should().BeGreaterThan(drawn[0]);
        cards[1].RenderCount.Should().Be(drawn[1]);
    }

    [Fact]
    public async Task Escape_closes_the_stake_form()
    {
        var panel = Show(Market(7));
        await panel.ClickAsync("[data-test=stake-yes]");

        await panel.KeyDownAsync("form", "Escape");

        panel.FindAll("form").Should().BeEmpty();
    }

    [Fact]
    public async Task The_stake_form_shows_what_the_stake_would_pay_with_itself_in_the_pool()
    {
        var panel = Show(Market(7));

        await panel.ClickAsync("[data-test=stake-yes]");
        await panel.ClickAsync("button.quick");

        panel.Find("[data-test=place]").TextContent.Trim().Should().Be("Stake 10 on YES");

        // 10 of 2,010 on YES, of a pool of 5,010.
        panel.Find("form").TextContent.Should().Contain("Pays about 24");
    }

    [Fact]
    public async Task The_preview_is_what_would_be_paid_to_the_credit()
    {
        var market = Market(7);
        market.AddStake(Outcome.Yes, 1_000);
        var panel = Show(market);

        await panel.ClickAsync("[data-test=stake-yes]");
        await panel.InputAsync("[data-test=amount]", "600");

        // 600 of 3,600 on YES, of a pool of 6,600: 1,100 exactly, where odds of 1.8333 times 600 stay below it.
        panel.Find("form").TextContent.Should().Contain("Pays about 1,100 ");
    }

    private IRenderedComponent<MarketsPanel> Show(params Core.Markets.Market[] markets)
    {
        PutMarkets(markets);
        return Render<MarketsPanel>();
    }
}
