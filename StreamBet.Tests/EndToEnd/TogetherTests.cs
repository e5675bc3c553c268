using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>Several people on one market, each with a browser of their own.</summary>
[Collection(EndToEndTests.Name)]
public sealed class TogetherTests(Chromium chromium) : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_stake_is_seen_by_everyone_at_once()
    {
        await using var one = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var other = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await Expect(other.Market("person").GetByTestId("pool")).ToHaveTextAsync("5,000 practice");

        await one.StakeAsync("person", "YES", 500);
        await Expect(one.Market("person").GetByTestId("own")).ToHaveTextAsync("YES 500");
        await Expect(other.Market("person").GetByTestId("pool")).ToHaveTextAsync("5,500 practice");
        await Expect(other.Market("person").GetByTestId("stake-yes")).ToContainTextAsync("1.57");
        await Expect(other.Market("person").GetByTestId("own")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_host_decides_a_market_and_its_viewer_sees_the_second_and_is_paid()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var viewer = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var other = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await host.ChooseAsync(await RealClips.PeopleAsync());
        await host.Page.GetByRole(AriaRole.Button, new() { Name = "Open this market" }).ClickAsync();
        const string question = "Will a person be seen in the next clip?";
        await Expect(host.Market(question)).ToContainTextAsync("You host this market");
        await Expect(viewer.Market(question)).ToBeVisibleAsync();

        // This one is paid out at once, without time for a challenge.
        const string own = "Will a person come by?";
        await host.OpenMarketAsync(own, "Person");
        await viewer.StakeAsync(own, "YES", 300);
        await Expect(viewer.Page.GetByTestId("credits")).ToHaveTextAsync("700");
        await other.StakeAsync(own, "NO", 100);
        await Expect(viewer.Market(own).GetByTestId("pool")).ToHaveTextAsync("400");

        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = own }).CheckAsync();
        await host.ChooseAsync(await RealClips.SixSecondsAsync());

        await Expect(viewer.Market(own).GetByTestId("state")).ToHaveTextAsync("deciding");
        await Expect(viewer.Page.GetByTestId("ended").Filter(new() { HasText = own })).ToContainTextAsync("at 0:00");
        await Expect(viewer.Page.GetByTestId("credits")).ToHaveTextAsync("1,100");
        await Expect(host.Verdict(own)).ToContainTextAsync("YES");
    }

    [Fact]
    public async Task Another_persons_job_is_not_shown()
    {
        await using var one = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var other = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await one.ChooseAsync(await RealClips.PeopleAsync());
        await one.Verdict("person").WaitForAsync();

        await other.Page.GotoAsync(one.Page.Url);

        await Expect(other.Error).ToHaveTextAsync("There is no such job, or you don't have access to it.");
        await Expect(other.Page.GetByTestId("verdict")).ToHaveCountAsync(0);
    }
}
