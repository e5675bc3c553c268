using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>What a newcomer sees of the product before they do anything, in a real browser.</summary>
[Collection(EndToEndTests.Name)]
public sealed class FirstLookTests(Chromium chromium) : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task It_plays_the_sample_clip_with_what_this_server_found_in_it()
    {
        await using (var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address))
        {
            await Expect(host.Page.GetByTestId("sample")).ToHaveCountAsync(0);
            await host.Page.GetByRole(AriaRole.Button, new() { Name = "Use a sample clip" }).ClickAsync();
            await host.Page.GetByTestId("lanes").WaitForAsync(new() { Timeout = 120_000 });
        }

        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, motion: ReducedMotion.NoPreference);
        var sample = page.Page.GetByTestId("sample");
        await Expect(sample.Locator("video")).ToHaveJSPropertyAsync("ended", true);
        await Expect(page.Lane("Person")).ToBeVisibleAsync();
        await Expect(sample.GetByRole(AriaRole.Link)).ToContainTextAsync("Will a person be seen?");
        await Expect(sample.GetByTestId("lane-search")).ToBeHiddenAsync();

        var track = page.Lane("Person").Locator(".track");
        await track.ClickAsync();
        await Expect(sample.Locator(".box").First).ToContainTextAsync("Person");
        await page.EnsureAccessibleAsync();
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_moves_for_who_wants_no_motion()
    {
        await using (var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address))
        {
            await host.Page.GetByRole(AriaRole.Button, new() { Name = "Use a sample clip" }).ClickAsync();
            await host.Page.GetByTestId("lanes").WaitForAsync(new() { Timeout = 120_000 });
        }

        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, motion: ReducedMotion.Reduce);
        var video = page.Page.GetByTestId("sample").Locator("video");

        await Expect(page.Lane("Person")).ToBeVisibleAsync();
        await Expect(video).ToBeVisibleAsync();
        await Expect(video).ToHaveJSPropertyAsync("played.length", 0);
    }
}
