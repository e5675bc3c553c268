using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>No page does what its Content-Security-Policy forbids.</summary>
[Collection(EndToEndTests.Name)]
public sealed class ContentPolicyTests(Chromium chromium) : IDisposable
{
    // Kept over navigations, since a page of its own is a document of its own.
    private const string Record =
        "document.addEventListener('securitypolicyviolation', event => console.error("
        + "`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`))";

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Every_page_and_the_dialog_keep_to_it()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await page.Page.AddInitScriptAsync(Record);
        await page.Page.ReloadAsync();
        await page.ReadyAsync();
        await page.OpenMarketAsync("Will a dog be seen here?", "Dog");
        await page.Page.GotoAsync($"/markets/{(await _app.Local.GetJsonAsync("/api/bets")).GetProperty("bets")[0].GetProperty("id").GetInt64()}");
        await Expect(page.Page.GetByTestId("proof")).ToBeVisibleAsync();
        foreach (var path in new[] { "/markets", "/bets", "/clips", "/leaderboard", "/people?name=nobody", "/verify", "/record", "/me", "/reviews", "/nonsense" })
        {
            await page.Page.GotoAsync(path);
            await Expect(page.Page.GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();
            await page.Page.WaitForFunctionAsync("Blazor && document.querySelector('footer.bottom')");
        }

        page.Problems.Where(problem => !problem.Contains("404", StringComparison.Ordinal)).Should().BeEmpty();

        // Scalar tries once whether it may eval, is refused, and does without.
        page.Problems.Clear();
        await page.Page.GotoAsync("/api/docs");
        await Expect(page.Page.GetByText("Opens a market; the caller is its host.").First).ToBeVisibleAsync();
        page.Problems.Where(problem => !problem.StartsWith("CSP: script-src eval", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_inline_script_does_not_run()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);

        await page.Page.EvaluateAsync(
            "const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script)");

        (await page.Page.EvaluateAsync<bool>("window.ran === true")).Should().BeFalse();
        page.Problems.Should().Contain(problem => problem.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
