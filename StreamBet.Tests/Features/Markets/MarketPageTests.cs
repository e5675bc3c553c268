using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Texts;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Verdicts;
using static StreamBet.Tests.Support.Analyses;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Markets;

public sealed class MarketPageTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void An_unknown_market_is_said_not_to_be_there()
    {
        var page = Render<MarketPage>(parameters => parameters.Add(part => part.Id, 999));

        page.WaitForElement("[data-test=lost]").TextContent.Should().Contain("There is no market 999.");
    }

    [Fact]
    public async Task An_open_market_shows_its_rule_its_host_its_history_and_each_stake()
    {
        var (market, _) = await Actions.OpenAsync(new NewMarket("Will it bark?", new Criterion { Labels = ["Dog"], Times = 2 })
        {
            ClipSha256 = new string('c', 64),
        });
        var page = Render<MarketPage>(parameters => parameters.Add(part => part.Id, market!.Id));

        page.WaitForElement("h1").TextContent.Should().Be("Will it bark?");
        page.Markup.Should().Contain("YES if Dog is seen at least 2 separate times with confidence over 80 %.")
            .And.Contain("NO if the analyzer is over 80 % sure that it was not plainly there that often.").And.Contain(new string('c', 64));
        page.Find("[data-test=host]").TextContent.Should().Be("Ada");
        page.Find("[data-test=history]").TextContent.Should().Contain("Opened.").And.Contain("Ada");
        page.FindAll("local-time").Should().OnlyContain(time => time.GetAttribute("at")!.EndsWith('Z'));

        await App.Services.GetRequiredService<Staking>().StakeAsync(
            new StakeRequest(market!.Id, Outcome.No, 40), Exchange.Person("Bob"), default);
        page.WaitForAssertion(() => page.Find("[data-test=pool-sides]").TextContent.Should().Contain("NO 40"));

        await Actions.VoidAsync(market, "It rains.");
        page.WaitForAssertion(() => page.Find("[data-test=history]").TextContent.Should().Contain("It rains."));
        page.Find("[data-test=void]").TextContent.Should().StartWith("Every stake was refunded.");
        page.Find("[data-test=state]").TextContent.Should().Be("void");
    }

    [Fact]
    public async Task Everyone_is_told_before_staking_that_a_market_cannot_end_with_no()
    {
        var (market, _) = await Actions.OpenAsync(new NewMarket(
            "Will there be furniture?", new Criterion { Labels = ["Bed", "Chair", "Toilet"] }));
        var view = new MarketView(market!, 0, market!.Pool);

        var head = Render<MarketHead>(parameters => parameters.Add(part => part.View, view));
        var form = Render<StakeForm>(parameters => parameters.Add(part => part.View, view).Add(part => part.Side, Outcome.No));

        head.Find("[data-test=never-no]").TextContent.Should().Contain("the analyzer misses one of them too often");
        form.Find("[data-test=never-no]").TextContent.Should().StartWith("The clip can't make NO win");
        form.Render(parameters => parameters.Add(part => part.Side, Outcome.Yes));
        form.FindAll("[data-test=never-no]").Should().BeEmpty();
    }

    [Fact]
    public async Task Everyone_sees_where_the_marked_region_of_a_number_is()
    {
        var (market, _) = await Actions.OpenAsync(new NewMarket("Will I win more than 4 rounds?", new Criterion
        {
            Labels = [],
            Text = new TextQuery { Number = new NumberTest(NumberChange.AtLeast, 4), Region = new Box(0.7, 0.05, 0.2, 0.12) },
        }));

        var head = Render<MarketHead>(parameters => parameters.Add(part => part.View, new MarketView(market!, 0, market!.Pool)));

        head.Find("[data-test=region-map] figcaption").TextContent.Should().Be(
            "The marked region: 70 % from the left and 5 % from the top of the picture, 20 % wide and 12 % high.");
        var region = head.Find("[data-test=region-map] rect.region");
        (region.GetAttribute("x"), region.GetAttribute("y")).Should().Be(("112", "4.5"));
    }

    [Fact]
    public async Task Everyone_is_told_before_staking_what_an_objection_takes()
    {
        var (market, _) = await Actions.OpenAsync(new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }));
        var view = new MarketView(market!, 0, market!.Pool);

        var form = Render<StakeForm>(parameters => parameters.Add(part => part.View, view).Add(part => part.Side, Outcome.No));

        await form.InputAsync("[data-test=amount]", "500");
        form.Find("[data-test=bond]").TextContent.Should().Contain("a tenth of what you staked").And.Contain("50.").And.NotContain("Stake less");
        await form.InputAsync("[data-test=amount]", "1000");
        form.Find("[data-test=bond]").TextContent.Should().Contain("100.").And.Contain("Stake less to keep that much.");
    }

    [Fact]
    public void A_yes_shows_which_times_counted_and_which_did_not_and_why()
    {
        var panel = Decision(Of(30, Label("Dog", (1, 91.2), (1.5, 97.1), (12, 78.4))));

        panel.Find("[data-test=outcome]").TextContent.Should().Contain("YES").And.Contain("97.1 %");
        Trace(panel).Should().Equal(
            "0:01 – 0:01.5 Dog, at best 97.1 % at 0:01.5 counts, over 80 % since 0:01",
            "0:12 Dog, at best 78.4 % at 0:12 does not count: 78.4 % is not over 80 %");
    }

    [Fact]
    public void A_no_says_how_sure_it_is_and_what_it_stands_on()
    {
        var panel = Decision(Of(30));

        Words(panel.Find("[data-test=decision]").TextContent).Should().Contain("95.0 % sure")
            .And.Contain("Not plainly there for 2 s or more: 95.0 % sure.");
        Words(panel.Find("[data-test=coverage]").TextContent).Should().Be(
            "60 of 60 planned samples examined, largest gap 0.5 s: the whole clip was examined, which a NO needs.");
    }

    [Fact]
    public void An_undecided_verdict_is_drawn_over_the_clip_with_its_doubts_and_what_people_named()
    {
        var analysis = Of(20, Label("Dog", (5, 78.4), (10, 60)));
        var market = Market(7).Resolved(analysis);
        var line = Render<VerdictTimeline>(parameters => parameters
            .Add(part => part.Criterion, market.Criterion with { WindowEnd = TimeSpan.FromSeconds(15) })
            .Add(part => part.Verdict, market.Verdict!)
            .Add(part => part.Duration, analysis.Video.Duration)
            .Add(part => part.Marks, [new VerdictTimeline.NamedMoment(TimeSpan.FromSeconds(5), "Proposed")]));

        line.FindAll("rect.doubt").Select(bar => (bar.GetAttribute("x"), bar.GetAttribute("height")))
            .Should().Equal(("250", "78.4"), ("500", "60"));
        line.FindAll("rect.seen").Should().HaveCount(2).And.OnlyContain(bar => !bar.ClassList.Contains("counts"));
        line.Find("rect.outside").GetAttribute("x").Should().Be("750");
        line.Find("line.mark").GetAttribute("x1").Should().Be("250");
        line.Find("svg").GetAttribute("aria-label").Should().Be(
            "Seen 2 separate times, of which 0 counted. 2 doubtful sightings. Proposed at 0:05.");
    }

    [Fact]
    public async Task A_mark_of_a_timeline_leads_to_its_moment_by_mouse_and_by_keyboard()
    {
        var analysis = Of(20, Label("Dog", (5, 78.4), (10, 60)));
        var market = Market(7).Resolved(analysis);
        var wanted = new List<double>();
        var line = Render<VerdictTimeline>(parameters => parameters
            .Add(part => part.Criterion, market.Criterion)
            .Add(part => part.Verdict, market.Verdict!)
            .Add(part => part.Duration, analysis.Video.Duration)
            .Add(part => part.Marks, [new VerdictTimeline.NamedMoment(TimeSpan.FromSeconds(7), "Proposed")])
            .Add(part => part.OnSeek, at => wanted.Add(at.TotalSeconds)));

        line.FindAll("[data-test=spots] button").Select(spot => (spot.GetAttribute("aria-label"), spot.GetAttribute("tabindex"))).Should().Equal(
            ("Show 0:05 in the clip: Dog 78.4 %", "0"), ("Show 0:07 in the clip: Proposed", "-1"), ("Show 0:10 in the clip: Dog 60.0 %", "-1"));
        await line.ClickAsync("[data-test=spots] button", 2);
        await line.KeyDownAsync("[data-test=spots]", "ArrowLeft");
        await line.ClickAsync("[data-test=spots] button[tabindex='0']");

        wanted.Should().Equal(10, 7);
    }

    [Fact]
    public void A_no_that_was_seen_but_not_often_enough_says_how_often_was_needed() =>
        Trace(Decision(Of(30, Label("Dog", (1, 91))), times: 2)).Should().Equal(
            "0:01 Dog, at best 91.0 % at 0:01 counts, but only 1 of 2 needed");

    [Fact]
    public async Task The_slider_says_what_would_be_and_that_the_verdict_stays()
    {
        var panel = Decision(Of(30, Label("Dog", (12, 78.44), (20, 60.5))), mayRead: true);
        Answer().Should().Be("At 80 %: not decided. The analyzer is only 21.6 % sure that it was not there: at 12 s it may have been Dog.");

        await panel.InputAsync("input[type=range]", "60");

        Answer().Should().Be("At 60 %: YES, seen at 0:12, 0:20, with 78.4 %.");
        panel.Find("input[type=range]").GetAttribute("aria-valuetext").Should().Be("60 %: YES");
        panel.Find("[data-test=what-if]").TextContent.Should().Contain("no credits move").And.Contain("stays not decided");
        panel.Find("[data-test=outcome]").TextContent.Should().Contain("Not decided");

        await panel.InputAsync("input[type=range]", "60.5");
        Answer().Should().StartWith("At 60.5 %: YES, seen at 0:12, with");

        string Answer() => Words(panel.Find("[data-test=what-if-answer]").TextContent);
    }

    [Fact]
    public void Who_may_not_read_the_analysis_gets_no_slider() =>
        Decision(Of(30, Label("Dog", (1, 91)))).FindAll("[data-test=what-if]").Should().BeEmpty();

    [Fact]
    public void A_what_if_on_a_label_that_the_analyzer_does_not_know_any_more_says_so()
    {
        var analysis = Of(30);
        var criterion = new Criterion { Labels = ["Unicorn"] };
        var panel = Render<WhatIf>(parameters => parameters.Add(part => part.Criterion, criterion)
            .Add(part => part.Analysis, analysis).Add(part => part.Verdict, new Verdict(Outcome.No, 0, [], null, [])));

        panel.Find("[data-test=what-if-answer]").TextContent.Should().Contain("can't detect \"Unicorn\"");
    }

    [Fact]
    public async Task Evidence_is_drawn_with_its_boxes_until_they_are_not_wanted()
    {
        var panel = Evidence([new ShownEvidence(Moment(counts: true), "/api/bets/7/evidence/0.jpg")]);

        panel.Find("img").GetAttribute("src").Should().Be("/api/bets/7/evidence/0.jpg");
        panel.Find("img").GetAttribute("alt").Should().Be("Dog at 0:12");
        panel.Find(".box").GetAttribute("style").Should().Be("left:25%;top:50%;width:12.5%;height:25%");
        panel.Find(".box").TextContent.Trim().Should().Be("Dog 91.0 %");

        await panel.ChangeAsync("[data-test=boxes]", false);
        panel.FindAll(".box").Should().BeEmpty();

        panel.Find("img").TriggerEvent("onerror", new Microsoft.AspNetCore.Components.Web.ErrorEventArgs());
        panel.FindAll("img").Should().BeEmpty();
        panel.Find("[data-test=evidence]").TextContent.Should().Contain("0:12").And.Contain("its picture could not be loaded");
    }

    [Fact]
    public void Evidence_without_a_picture_says_the_moment_and_who_may_see_it()
    {
        var panel = Evidence([new ShownEvidence(Moment(counts: false), null)]);

        panel.Find("[data-test=evidence]").TextContent.Should().Contain("0:12").And.Contain("the best that did not count");
        panel.Find("[data-test=no-frames]").TextContent.Should().Contain("only they, the market's host and the operator can see them");
        panel.FindAll("img, .box").Should().BeEmpty();
    }

    [Fact]
    public void Own_stakes_of_a_decided_market_lead_to_their_proofs()
    {
        var market = Market(7);
        var stakes = Render<OwnStakes>(parameters => parameters
            .Add(part => part.Stakes, [Stake(market, Outcome.Yes, 100, returned: 250)]).Add(part => part.HasProofs, true));

        stakes.Find("li").TextContent.Should().Contain("YES").And.Contain("250 returned");
        stakes.Find("a").GetAttribute("href").Should().Be("/api/bets/7/stakes/0/proof");
    }

    [Fact]
    public void The_list_shows_the_newest_first_and_leads_to_each()
    {
        var list = Render<MarketsPage>();

        var links = list.WaitForElements("a.event-link").Select(link => link.GetAttribute("href")).ToList();
        links.Should().HaveCountGreaterThanOrEqualTo(4);
        links.Select(link => long.Parse(link![8..], null)).Should().BeInDescendingOrder();
        list.FindAll("[data-test=older]").Should().BeEmpty();
        list.FindAll("nav a").Select(link => link.TextContent).Should().Contain("Mine").And.NotContain("Off the lists", "they are the operator's");
        Services.GetRequiredService<NavigationManager>().NavigateTo("markets?show=unlisted");
        Render<MarketsPage>().WaitForElement("[role=alert]").TextContent.Should().Be("Only the operator can list the markets that are off the lists.");
    }

    [Fact]
    public async Task Markets_are_found_by_their_question_and_by_what_is_mine()
    {
        await Actions.OpenAsync(new NewMarket("Will a 50% off sign be seen?", new Criterion { Labels = ["Dog"] }));
        await Actions.OpenAsync(new NewMarket("Will a 7th cat be seen?", new Criterion { Labels = ["Cat"] }));

        async Task<IEnumerable<string>> Find(MarketSearch search) =>
            (await Actions.SearchAsync(search)).Markets.Select(found => found.View.Market.Event);

        (await Find(new() { Text = "7TH CAT be" })).Should().Equal("Will a 7th cat be seen?");
        (await Find(new() { Text = "50% off" })).Should().Equal("Will a 50% off sign be seen?");
        (await Find(new() { Text = "a%n" })).Should().BeEmpty("a percent sign is a percent sign");
        (await Find(new() { Filter = MarketFilter.Mine })).Should().StartWith(["Will a 7th cat be seen?", "Will a 50% off sign be seen?"]);
        (await Find(new() { Filter = MarketFilter.Mine, Skip = 1 })).Should().StartWith("Will a 50% off sign be seen?");
        (await Find(new() { Filter = MarketFilter.Today })).Should().NotContain("Will a 7th cat be seen?");
        (await Find(new() { Filter = MarketFilter.Open, Order = MarketOrder.Pool })).Should().Contain("Will a 50% off sign be seen?");
        (await Find(new() { Text = "zebra" })).Should().BeEmpty();
    }

    private IRenderedComponent<DecisionPanel> Decision(ClipAnalysis analysis, int times = 1, bool mayRead = false)
    {
        var market = Market(7, times: times).Resolved(analysis);
        return Render<DecisionPanel>(parameters => parameters
            .Add(part => part.Market, market)
            .Add(part => part.Verdict, market.Verdict!)
            .Add(part => part.Clip, new DecidingClip(analysis.Video.Duration, analysis.Coverage, false, mayRead ? analysis : null)));
    }

    private IRenderedComponent<EvidencePanel> Evidence(IReadOnlyList<ShownEvidence> evidence) =>
        Render<EvidencePanel>(parameters => parameters
            .Add(part => part.Criterion, new Criterion { Labels = ["Dog"] }).Add(part => part.Evidence, evidence));

    private static Evidence Moment(bool counts) => new(
        TimeSpan.FromSeconds(12), "Dog", 91, counts, [new Instance(new Box(0.25, 0.5, 0.125, 0.25), 91)], new string('f', 64));

    private static IEnumerable<string> Trace(IRenderedComponent<DecisionPanel> panel) =>
        panel.FindAll("[data-test=trace] li").Select(line => Words(line.TextContent));

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
