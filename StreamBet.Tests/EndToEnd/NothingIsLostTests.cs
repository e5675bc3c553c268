using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>Loading again, a second tab, a cut network and a restarted server show the same job at its present step.</summary>
[Collection(EndToEndTests.Name)]
public sealed class NothingIsLostTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Loading_the_page_again_and_a_second_tab_show_the_same_job()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, app.Address);
        app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");

        await page.Page.ReloadAsync();
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await using var second = await page.OpenTabAsync(page.Page.Url);
        await Expect(second.Headline).ToHaveTextAsync("Starting the analysis");
        app.Gate.Open();

        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        await Expect(second.Verdict("person")).ToContainTextAsync("YES");
        await Expect(second.Page).ToHaveTitleAsync("1 YES, 3 NO · StreamBet");
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task A_restarted_server_shows_the_same_job_and_decides_it()
    {
        var first = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(first.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        await page.StakeAsync("person", "YES", 100);
        await Expect(page.Practice).ToHaveTextAsync("900");
        first.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        var address = page.Page.Url;

        network.Cut();
        first.Dispose();
        await Expect(page.ReconnectDialog).ToBeVisibleAsync();
        await Expect(page.ReconnectDialog).ToContainTextAsync("Connection lost");
        using var second = TestApp.StartOn(_data.Path);
        network.LeadTo(second.Address);
        network.Mend();

        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        await Expect(page.Practice).ToHaveTextAsync("1,065");
        page.Page.Url.Should().Be(address);
        second.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_short_cut_of_the_network_goes_by_and_the_page_catches_up()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(app.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await page.Page.EvaluateAsync("window.isTheSamePage = true");

        network.Cut();
        await Expect(page.ReconnectDialog).ToBeVisibleAsync();
        app.Gate.Open();
        network.Mend();

        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        (await page.Page.EvaluateAsync<bool>("window.isTheSamePage === true")).Should().BeTrue("the circuit was joined again");
    }

    [Fact]
    public async Task An_upload_that_is_cut_is_shown_and_sent_again_with_one_click()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(app.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        network.HoldAfter(2_000_000);
        await page.DropAsync(await RealClips.SixSecondsAsync());
        await Expect(page.Headline).ToHaveTextAsync("Uploading");
        await Expect(page.Progress).ToContainTextAsync("Received");
        await Eventually.IsTrueAsync(() => app.HeldClips.Length == 1, "bytes have come in");

        network.Cut();
        await Expect(page.ReconnectDialog).ToBeVisibleAsync();
        network.Mend();

        await Expect(page.End).ToContainTextAsync("The upload stopped before it was complete");
        app.HeldClips.Should().BeEmpty();
        await Expect(page.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
        await page.SendAgain.ClickAsync();
        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_clip_that_is_dropped_while_the_network_is_cut_is_taken_when_it_is_back()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(app.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        network.Cut();
        await Expect(page.ReconnectDialog).ToBeVisibleAsync();

        await page.DropAsync(await RealClips.PeopleAsync());
        network.Mend();

        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        await Expect(page.Page.GetByTestId("verdict")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task A_stake_that_is_pressed_while_the_network_is_cut_is_seen_not_to_count()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(app.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        await page.Market("person").GetByTestId("stake-yes").ClickAsync();
        await page.Market("person").GetByTestId("amount").FillAsync("100");
        await Expect(page.Market("person").GetByTestId("place")).ToContainTextAsync("Stake 100 on YES");
        network.Cut();
        await Expect(page.ReconnectDialog).ToBeVisibleAsync();

        // As a press in the moment before the browser notices the cut.
        await page.Page.Locator("form.stake").EvaluateAsync("form => form.requestSubmit()");
        network.Mend();

        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        await Expect(page.Page.GetByTestId("lost-stake")).ToContainTextAsync("it did not count");
        await Expect(page.Practice).ToHaveTextAsync("1,000");
        await page.EnsureAccessibleAsync();
        await page.Market("person").GetByTestId("place").ClickAsync();
        await Expect(page.Practice).ToHaveTextAsync("900");
        await Expect(page.Page.GetByTestId("lost-stake")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_stake_that_is_pressed_before_a_restart_is_told_of_when_the_page_is_back()
    {
        var first = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(first.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        await page.Market("person").GetByTestId("stake-yes").ClickAsync();
        await Expect(page.Market("person").GetByTestId("place")).ToContainTextAsync("Stake 100 on YES");
        network.Cut();
        first.Dispose();
        await Expect(page.ReconnectDialog).ToBeVisibleAsync();
        await page.Page.Locator("form.stake").EvaluateAsync("form => form.requestSubmit()");

        using var second = TestApp.StartOn(_data.Path);
        network.LeadTo(second.Address);
        network.Mend();

        await Expect(page.Page.GetByTestId("lost-stake")).ToContainTextAsync("when you pressed “Stake 100 on YES”. It counted only if it is under My bets.");
        await Expect(page.Practice).ToHaveTextAsync("1,000");
    }

    [Fact]
    public async Task A_market_that_is_chosen_for_the_next_clip_stays_chosen_when_the_page_is_loaded_again()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, app.Address);
        await page.OpenMarketAsync("Will anybody walk by?", "Person");
        var box = page.Page.Locator("fieldset").GetByLabel("Will anybody walk by?");
        await Expect(box).ToBeCheckedAsync();

        await page.Page.ReloadAsync();
        await Expect(box).ToBeCheckedAsync();

        await box.UncheckAsync();
        await Expect(page.Page.GetByTestId("left-out")).ToBeVisibleAsync();
        await page.Page.ReloadAsync();
        await Expect(page.Page.GetByTestId("left-out")).ToBeVisibleAsync();
        await Expect(box).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_waiting_clip_whose_turn_comes_while_the_network_is_cut_is_sent_when_it_is_back()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(app.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync(), await RealClips.NobodyAsync("later.mp4"));
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await Expect(page.Page.GetByText("1 clip waiting")).ToBeVisibleAsync();

        network.Cut();
        await Expect(page.ReconnectDialog).ToBeVisibleAsync();
        app.Gate.Open();
        await Eventually.IsTrueAsync(
            async () =>
            {
                await using var unit = await app.Services.GetRequiredService<IUnitOfWorkFactory>().ReadAsync(default);
                return (await unit.Jobs.UnfinishedAsync(default)).Any(job => job.State == JobState.Uploading);
            },
            "the second clip is offered");
        network.Mend();

        await Expect(page.End).ToContainTextAsync("later.mp4 is analysed");
        await Expect(page.Page.GetByTestId("verdict")).ToHaveCountAsync(4);
        page.Page.Url.Should().Contain("/jobs/");
    }

    [Fact]
    public async Task An_upload_that_the_server_stops_in_the_middle_of_can_be_chosen_again()
    {
        var first = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(first.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        network.HoldAfter(2_000_000);
        await page.DropAsync(await RealClips.SixSecondsAsync());
        await Eventually.IsTrueAsync(() => first.HeldClips.Length == 1, "bytes have come in");

        network.Cut();
        first.Dispose();
        using var second = TestApp.StartOn(_data.Path);
        network.LeadTo(second.Address);
        network.Mend();

        await Expect(page.End).ToContainTextAsync("Choose the file again");
        await page.ChooseAsync(await RealClips.PeopleAsync());
        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
    }

    [Fact]
    public async Task A_closed_tab_in_mid_upload_leaves_nothing_and_has_locked_no_practice_market()
    {
        using var app = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(app.Address);
        await using var stays = await DashboardPage.OpenAsync(chromium.Browser, app.Address);
        await using (var leaves = await DashboardPage.OpenAsync(chromium.Browser, network.Address))
        {
            network.HoldAfter(2_000_000);
            await leaves.DropAsync(await RealClips.SixSecondsAsync());
            await Eventually.IsTrueAsync(() => app.HeldClips.Length == 1, "bytes have come in");
            await Expect(stays.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
        }

        network.Release();
        await Eventually.IsTrueAsync(() => app.HeldClips.Length == 0, "its bytes are deleted");
        await Expect(stays.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
    }
}
