using Microsoft.Playwright;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.EndToEnd;

/// <summary>Takes a picture of every page in each width and theme, to be looked at after a change of how pages look:
/// <c>dotnet run -c Release --project StreamBet.Tests -- pictures FOLDER</c>.</summary>
internal static class PagePictures
{
    private const string Question = "Will anybody be seen in the next clip?";

    private static readonly (int Width, int Height)[] Sizes = [(320, 700), (390, 844), (1440, 900), (3840, 2000)];

    public static async Task RunAsync(string into)
    {
        Directory.CreateDirectory(into);
        using var folder = new TemporaryFolder();
        using var application = await ServerProcess.StartPublishedAsync(folder.File("data"));
        var chromium = new Chromium();
        await chromium.InitializeAsync();
        try
        {
            await using var host = await DashboardPage.OpenAsync(chromium.Browser, application.Address);
            await using var viewer = await DashboardPage.OpenAsync(chromium.Browser, application.Address);
            await using var other = await DashboardPage.OpenAsync(chromium.Browser, application.Address);
            var (decided, no, undecided, job) = await DecideAsync(host, viewer, other);
            await host.OpenMarketAsync(Question, "Dog");
            await viewer.StakeAsync(Question, "YES", 120);
            await other.StakeAsync(Question, "NO", 300);
            await viewer.Market(Question).GetByTestId("own").WaitForAsync();
            var open = await host.Market(Question).GetByRole(AriaRole.Link).First.GetAttributeAsync("href");
            var name = Uri.EscapeDataString((await host.Page.Locator(".who").InnerTextAsync()).Trim());
            await PhotographAsync(
                host, into,
                [
                    ("home", "/"), ("results", $"/jobs/{job}"), ("market-hosted", $"/{open}"), ("clips", "/clips"), ("account", "/me"),
                ]);
            await PhotographAsync(
                viewer, into,
                [
                    ("market-open", $"/{open}"), ("market-decided", $"/{decided}"), ("market-no", $"/{no}"),
                    ("market-undecided", $"/{undecided}"), ("bets", "/bets"), ("markets", "/markets"),
                    ("nothing-found", "/markets?find=unicorn"), ("leaderboard", "/leaderboard"), ("person", $"/people?name={name}"),
                    ("reviews", "/reviews"), ("record", "/record"), ("verify", "/verify?bet=1"), ("no-market", "/markets/999"), ("no-page", "/nowhere"),
                ]);
        }
        finally
        {
            await chromium.DisposeAsync();
        }
    }

    private static async Task<(string Yes, string No, string Undecided, string Job)> DecideAsync(DashboardPage host, DashboardPage viewer, DashboardPage other)
    {
        const string first = "Will somebody be seen in the first clip?";
        await host.OpenMarketAsync(first, "Person");
        await viewer.StakeAsync(first, "YES", 200);
        await other.StakeAsync(first, "NO", 150);
        await other.Market(first).GetByTestId("own").WaitForAsync();
        await viewer.Market(first).GetByTestId("own").WaitForAsync();
        const string absent = "Will a bus be seen in the first clip?", untold = "Will anybody cycle in the first clip?";
        await host.OpenMarketAsync(absent, "Bus");
        await host.OpenMarketAsync(untold, "Cycling");
        var market = await AddressOfAsync(host, first);
        var (no, undecided) = (await AddressOfAsync(host, absent), await AddressOfAsync(host, untold));
        foreach (var choice in await host.Page.GetByRole(AriaRole.Group, new() { Name = "The next clip decides" }).GetByRole(AriaRole.Checkbox).AllAsync())
            await choice.CheckAsync();
        await host.ChooseAsync(await RealClips.PeopleAsync());
        await host.Verdict(first).WaitForAsync();
        await viewer.Page.GetByTestId("ended").Filter(new() { HasText = first }).WaitForAsync();
        var job = new Uri(host.Page.Url).Segments[^1];
        await host.Page.GotoAsync("/");
        await host.ReadyAsync();
        return (market, no, undecided, job);
    }

    private static async Task<string> AddressOfAsync(DashboardPage page, string question) =>
        (await page.Market(question).GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!;

    private static async Task PhotographAsync(DashboardPage page, string into, (string Name, string Address)[] addresses)
    {
        foreach (var (name, address) in addresses)
        {
            await page.Page.GotoAsync(address);
            await page.Page.Locator("h1").First.WaitForAsync();
            await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                foreach (var (width, height) in Sizes)
                {
                    await page.Page.SetViewportSizeAsync(width, height);
                    var path = Path.Combine(into, $"{name}-{width}-{theme.ToString().ToLowerInvariant()}.png");
                    await page.Page.ScreenshotAsync(new() { Path = path, FullPage = width < 3840, Animations = ScreenshotAnimations.Disabled });
                    var sticksOut = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
                    Console.WriteLine(sticksOut > 0 ? $"{path} sticks out by {sticksOut} px" : path);
                }
            }

            await page.Page.SetViewportSizeAsync(1440, 900);
            await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ForcedColors = ForcedColors.Active });
            await page.Page.ScreenshotAsync(new() { Path = Path.Combine(into, $"{name}-1440-contrast.png"), FullPage = true });
            await page.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
        }
    }
}
