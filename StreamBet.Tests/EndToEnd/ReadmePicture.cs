using Microsoft.Playwright;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.EndToEnd;

/// <summary>Takes the picture in the README: the page in the middle of an analysis of the sample clip. By hand, after a change
/// of how the page looks: <c>dotnet run -c Release --project StreamBet.Tests -- picture</c>.</summary>
internal static class ReadmePicture
{
    private const string IsHalfway =
        "() => document.title.includes('Analysing') && parseInt(document.title) >= 40 && parseInt(document.title) < 80 && document.querySelector('video')?.readyState >= 2";

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var application = await ServerProcess.StartPublishedAsync(folder.File("data"));
        var chromium = new Chromium();
        await chromium.InitializeAsync();
        try
        {
            await using var page = await DashboardPage.OpenAsync(chromium.Browser, application.Address, 1280, ColorScheme.Dark);
            foreach (var question in new[] { "bottle", "person" })
            {
                await page.StakeAsync(question, "YES", 100);
                await page.Market(question).GetByTestId("own").WaitForAsync();
            }

            await Assertions.Expect(page.Page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Use a sample clip" }).ClickAsync();
            await page.Page.WaitForFunctionAsync(IsHalfway);
            var path = Path.Combine(Repository.Root, "docs", "page.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
            Console.WriteLine(path);
        }
        finally
        {
            await chromium.DisposeAsync();
        }
    }
}
