using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>Several clips of one tab: the next is sent while the one before it is analysed, in a real browser.</summary>
[Collection(EndToEndTests.Name)]
public sealed class SeveralClipsTests(Chromium chromium) : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_next_clip_is_sent_meanwhile_and_shows_its_own_progress_place_cancel_and_failure()
    {
        using var folder = new TemporaryFolder();
        var broken = Path.Combine(folder.Path, "broken.mp4");
        await File.WriteAllTextAsync(broken, "This is no video.");
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        foreach (var box in await page.Page.Locator("fieldset input").AllAsync())
            await box.UncheckAsync();
        var ahead = page.Page.GetByTestId("ahead");
        _app.Gate.Close();

        await page.ChooseAsync(await RealClips.PeopleAsync(), broken, await RealClips.NobodyAsync("second.mp4"), await RealClips.NobodyAsync("third.mp4"));

        // The broken one is refused and can be dismissed; the one after it takes its turn.
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await Expect(page.Error).ToContainTextAsync("broken.mp4: ");
        await Expect(ahead).ToContainTextAsync("second.mp4");
        await Expect(ahead).ToContainTextAsync("Waiting in the queue · Place in the queue 1");
        await Expect(page.Page.GetByText("1 clip waiting")).ToBeVisibleAsync();
        await page.EnsureAccessibleAsync();

        await ahead.GetByLabel("Cancel second.mp4").ClickAsync();
        await Expect(ahead).ToContainTextAsync("third.mp4");
        await Expect(ahead).ToContainTextAsync("Place in the queue 1");
        _app.Gate.Open();

        await Expect(page.End).ToContainTextAsync("third.mp4 is analysed", new() { Timeout = 120_000 });
        await Expect(ahead).ToHaveCountAsync(0);
        page.Page.Url.Should().Contain("/jobs/");
    }
}
