using System.Text.RegularExpressions;
using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>The pages around the markets: found markets, own clips, people.</summary>
[Collection(EndToEndTests.Name)]
public sealed class PagesTests(Chromium chromium) : IDisposable
{
    private const string Question = "Will anybody walk by?";

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    public async Task Each_leads_to_the_next_and_is_accessible(int width, ColorScheme colours)
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, colours);
        await page.FillMarketAsync(Question, "Person");
        await page.Field("submit").ClickAsync();

        // Its clip is sent from its own page.
        await page.Page.GetByTestId("send-clip").SetInputFilesAsync(await RealClips.PeopleAsync());
        await Expect(page.Verdict(Question)).ToContainTextAsync("YES");

        // The page moves the focus to its title, and must not do so while somebody types.
        await page.Page.GotoAsync("/markets");
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "All markets" })).ToBeFocusedAsync();
        await page.Page.GetByTestId("find").FillAsync("WALK by");
        await page.Page.GetByTestId("find").PressAsync("Enter");
        await Expect(page.Page).ToHaveURLAsync(new Regex("/markets\\?find=WALK%20by$"));
        await Expect(page.Page.Locator("main ul > li.card")).ToHaveCountAsync(1);
        await page.EnsureAccessibleAsync();
        await page.Page.GetByTestId("find").FillAsync("unicorn");
        await page.Page.GetByTestId("find").PressAsync("Enter");
        await Expect(page.Page.GetByTestId("nothing")).ToContainTextAsync("“unicorn”");
        await page.EnsureAccessibleAsync();

        await page.Page.GotoAsync("/bets");
        await Expect(page.Page.GetByTestId("notices")).ToBeVisibleAsync();
        await page.EnsureAccessibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "My clips" }).ClickAsync();
        await Expect(page.Page.GetByTestId("clips")).ToContainTextAsync("people.mp4");
        await page.EnsureAccessibleAsync();
        await page.Page.GetByTestId("clips").GetByRole(AriaRole.Link, new() { Name = Question }).ClickAsync();
        await page.Page.GetByTestId("host").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Page.GetByTestId("as-host")).ToContainTextAsync(Question);
        await page.EnsureAccessibleAsync();
        await page.Page.GetByTestId("as-bettor").GetByRole(AriaRole.Link, new() { Name = "Leaderboard" }).ClickAsync();
        await Expect(page.Page.GetByTestId("nobody")).ToBeVisibleAsync();
        await page.EnsureAccessibleAsync();
        page.Problems.Should().BeEmpty();
    }
}
