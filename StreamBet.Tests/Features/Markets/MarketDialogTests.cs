using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Tests.Features.Markets;

/// <summary>Opening, changing, locking and voiding the person's own markets, on the real ones.</summary>
public sealed class MarketDialogTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public async Task A_market_is_opened_and_shown_and_the_next_dialog_begins_anew()
    {
        var panel = await OpenDialogAsync();
        await FillAsync(panel, "Will a cat be seen twice?", "Cat");
        await panel.InputAsync("[data-test=times]", "2");
        ReadsBack(panel, "YES if Cat is seen at least 2 separate times with confidence over 80 %.");
        ReadsBack(panel, "NO if the analyzer is over 80 % sure that it was not plainly there that often.");

        await panel.SubmitAsync("[data-test=market-form]");

        panel.WaitForAssertion(() => panel.FindAll("dialog").Should().BeEmpty());
        panel.WaitForAssertion(
            () => panel.FindAll("h3").Select(title => title.TextContent).Should().Contain("Will a cat be seen twice?"));
        await panel.ClickAsync("[data-test=open-market]");
        panel.WaitForElement("[data-test=market-form]");
        panel.FindAll("[data-test=chip]").Should().BeEmpty();
    }

    [Fact]
    public async Task A_side_of_a_region_that_is_no_share_is_refused_where_it_is_typed()
    {
        Box? marked = null;
        var sides = Render<RegionSides>(parameters => parameters
            .Add(part => part.Test, "region").Add(part => part.OnMark, region => marked = region));

        await sides.ChangeAsync("[data-test=region-left]", "a lot");
        await sides.ChangeAsync("[data-test=region-width]", "0");

        sides.Find("[data-test=region-wrong]").TextContent.Should().Be(
            "Left must be a number from 0 to 100, such as 25. Width must be a number from 1 to 100, such as 25.");
        sides.Find("[data-test=region-left]").GetAttribute("aria-invalid").Should().Be("true");
        marked.Should().BeNull();

        await sides.ChangeAsync("[data-test=region-left]", "12,5");
        sides.Render(parameters => parameters.Add(part => part.Region, marked));

        marked!.Value.Left.Should().Be(0.125);
        sides.Find("[data-test=region-wrong]").TextContent.Should().StartWith("Width", "what is wrong there stands there still");

        sides.Render(parameters => parameters.Add(part => part.Region, new Box(0.1, 0.1, 0.5, 0.5)));

        sides.Find("[data-test=region-wrong]").TextContent.Should().BeEmpty("a box was drawn instead");
        sides.Find("[data-test=region-width]").GetAttribute("value").Should().Be("50");
    }

    [Fact]
    public async Task What_is_missing_is_read_back_and_nothing_can_be_opened_until_then()
    {
        var panel = await OpenDialogAsync();

        ReadsBack(panel, "Choose what must be seen.");
        Button(panel).HasAttribute("disabled").Should().BeTrue();
        await FillAsync(panel, "", "Dog", "Unicorn");
        ReadsBack(panel, "can't detect \"Unicorn\"");
        await panel.ClickAsync("[data-test=chip].wrong");
        ReadsBack(panel, "YES if Dog is seen");
        panel.Find("[data-test=suggested]").TextContent.Should().Contain("“Will a dog be seen?”");
        panel.WaitForAssertion(() => Button(panel).HasAttribute("disabled").Should().BeFalse());
        await panel.InputAsync("[data-test=question]", "Will I win the round?");
        panel.WaitForElement("[data-test=differs]").TextContent.Should().Contain("YES if Dog is seen");
        await panel.InputAsync("[data-test=question]", "Does a dog bark?");
        panel.WaitForAssertion(() => panel.FindAll("[data-test=differs]").Should().BeEmpty());
    }

    [Fact]
    public async Task Labels_are_chosen_by_keyboard_and_by_click()
    {
        var panel = await OpenDialogAsync();

        await panel.InputAsync("[data-test=labels]", "bi");
        panel.WaitForElements("[role=option]")[0].TextContent.Should().StartWith("Bicycle");
        panel.Find("[data-test=labels]").GetAttribute("aria-expanded").Should().Be("true");
        await panel.KeyDownAsync("[data-test=labels]", "Enter");
        panel.WaitForAssertion(() => panel.Find("[data-test=chip]").TextContent.Should().Be("Bicycle×"));

        await panel.KeyDownAsync("[data-test=labels]", "ArrowDown");
        await panel.KeyDownAsync("[data-test=labels]", "ArrowUp");
        panel.WaitForAssertion(
            () => panel.FindAll("[role=option]")[^1].GetAttribute("aria-selected").Should().Be("true"));
        await panel.KeyDownAsync("[data-test=labels]", "Escape");
        panel.WaitForAssertion(() => panel.FindAll("[role=option]").Should().BeEmpty());

        await panel.InputAsync("[data-test=labels]", "cycling");
        panel.WaitForElement("[role=option]").TextContent.Should().Contain("activity");
        await panel.ClickAsync("[role=option]");
        ReadsBack(panel, "YES if Bicycle or Cycling is seen");
    }

    [Fact]
    public async Task A_refusal_by_the_server_is_shown_and_nothing_that_was_typed_is_lost()
    {
        var asked = new NewMarket("Will a horse be seen?", new Criterion { Labels = ["Horse"] });
        var opened = new List<Market>();
        while ((await Actions.OpenAsync(asked)).Market is { } market)
            opened.Add(market);
        var panel = await OpenDialogAsync();
        await FillAsync(panel, "One too many?", "Horse");

        await panel.SubmitAsync("[data-test=market-form]");

        panel.WaitForAssertion(() => panel.Find("[role=alert]").TextContent.Should().StartWith("You already host 20 active markets"));
        panel.Find("[data-test=question]").GetAttribute("value").Should().Be("One too many?");
        panel.FindAll("[data-test=chip]").Should().ContainSingle();
        panel.WaitForAssertion(() => Button(panel).HasAttribute("disabled").Should().BeFalse());
        foreach (var market in opened)
            (await Actions.VoidAsync(market, "It was in the way.")).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_market_is_changed_until_somebody_stakes_and_the_dialog_says_when_that_came_between()
    {
        var market = await OpenAsync("Will a dog be seen?", "Dog");
        var card = Card(market);
        await card.ClickAsync("[data-test=change]");
        card.WaitForElement("[data-test=market-form]");
        card.FindAll("[data-test=closes], [data-test=clip-digest]").Should().BeEmpty("those stay as they are");
        await card.InputAsync("[data-test=question]", "Will a dog be seen twice?");
        await card.InputAsync("[data-test=times]", "2");

        await card.SubmitAsync("[data-test=market-form]");

        card.WaitForAssertion(() => card.FindAll("dialog").Should().BeEmpty());
        var changed = await FindAsync(market.Id);
        changed.Event.Should().Be("Will a dog be seen twice?");
        changed.Criterion.Times.Should().Be(2);

        await card.ClickAsync("[data-test=change]");
        card.WaitForElement("[data-test=market-form]");
        await App.Services.GetRequiredService<Staking>().StakeAsync(
            new StakeRequest(market.Id, Outcome.Yes, 10, changed.Revision),
            Dashboards.Ada with { Id = "guest:other", Name = "Other" }, default);
        await card.SubmitAsync("[data-test=market-form]");

        card.WaitForAssertion(() => card.Find("[role=alert]").TextContent.Should().Contain("somebody has staked on it"));
    }

    [Fact]
    public async Task A_market_is_locked_after_a_question_and_voided_with_a_reason()
    {
        var market = await OpenAsync("Will a car be seen?", "Car");
        var card = Card(market);
        await card.ClickAsync("[data-test=lock]");
        card.WaitForElement("dialog").TextContent.Should()
            .Contain("It takes no more stakes and waits").And.Contain("Will a car be seen?");
        (await FindAsync(market.Id)).State.Should().Be(MarketState.Open);
        await card.SubmitAsync("[data-test=confirm-form]");
        card.WaitForAssertion(() => card.FindAll("dialog").Should().BeEmpty());
        (await FindAsync(market.Id)).State.Should().Be(MarketState.Locked);

        await card.ClickAsync("[data-test=void]");
        await card.SubmitAsync("[data-test=confirm-form]");
        card.WaitForAssertion(
            () => card.Find("[role=alert]").TextContent.Should().Be("Give a reason of one line, up to 200 characters."));
        await card.InputAsync("[data-test=why]", "The stream broke off.");
        await card.SubmitAsync("[data-test=confirm-form]");
        card.WaitForAssertion(() => card.FindAll("dialog").Should().BeEmpty());
        (await FindAsync(market.Id)).State.Should().Be(MarketState.Void);
    }

    [Fact]
    public void Only_who_runs_a_market_is_offered_what_may_be_done_with_it()
    {
        Offered(Dashboards.Market(7)).Should().BeEmpty("a practice market is the house's");
        Offered(Dashboards.Market(8, host: "guest:other")).Should().BeEmpty();
        Offered(Dashboards.Market(9, host: Dashboards.Ada.Id)).Should().Equal("lock", "void");
        Offered(Dashboards.Market(10, host: Dashboards.Ada.Id).Locked()).Should().Equal("void");
        Offered(Dashboards.Market(11, host: Dashboards.Ada.Id).Deciding()).Should().BeEmpty("its clip is here");

        IEnumerable<string?> Offered(Market market) =>
            [.. Card(market).FindAll("[popover] button").Select(button => button.GetAttribute("data-test"))];
    }

    [Fact]
    public async Task A_card_tells_the_browser_when_stakes_close_and_which_clip_alone_can_decide()
    {
        var market = await OpenAsync("Will a bus be seen?", "Bus", new string('b', 64));
        var card = Card(market);

        card.Find("closing-time").GetAttribute("at").Should().Be($"{market.ClosesAt.UtcDateTime:O}");
        card.Find("[data-test=market]").TextContent.Should().Contain("Only one clip can decide it: SHA-256 bbbbbbbbbbbb…");
    }

    // The markets of the other tests change meanwhile, so that a drawing may come a little later.
    private static void ReadsBack(IRenderedComponent<MarketsPanel> panel, string text) =>
        panel.WaitForAssertion(() => panel.Find("[data-test=readback]").TextContent.Should().Contain(text));

    private static IElement Button(IRenderedComponent<MarketsPanel> panel) => panel.Find("[data-test=submit]");

    private static async Task FillAsync(IRenderedComponent<MarketsPanel> panel, string question, params string[] labels)
    {
        await panel.InputAsync("[data-test=question]", question);
        foreach (var label in labels)
        {
            await panel.InputAsync("[data-test=labels]", label);
            await panel.KeyDownAsync("[data-test=labels]", "Enter");
        }
    }

    private async Task<IRenderedComponent<MarketsPanel>> OpenDialogAsync()
    {
        var panel = Render<MarketsPanel>();
        await panel.ClickAsync("[data-test=open-market]");
        panel.WaitForElement("[data-test=market-form]");
        return panel;
    }

    private IRenderedComponent<MarketCard> Card(Market market) =>
        Render<MarketCard>(card => card.Add(shown => shown.View, new MarketView(market, 0, market.Pool)));

    private async Task<Market> OpenAsync(string question, string label, string? clip = null) =>
        (await Actions.OpenAsync(
            new NewMarket(question, new Criterion { Labels = [label] }) { ClipSha256 = clip })).Market!;

    private async Task<Market> FindAsync(long id)
    {
        await using var unit = await App.Services.GetRequiredService<Core.Kernel.IUnitOfWorkFactory>().ReadAsync(default);
        return (await unit.Markets.FindAsync(id, default))!;
    }
}
