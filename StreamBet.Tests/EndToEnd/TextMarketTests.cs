using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>A streamer opens markets on what the game shows, words, numbers and pictures, tries one out, and sends the clip that decides them.</summary>
[Collection(EndToEndTests.Name)]
public sealed class TextMarketTests(Chromium chromium) : IDisposable
{
    private const string Word = "Will I win the round?";
    private const string Number = "Will I score ten?";

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_word_and_a_number_in_a_drawn_region_decide_markets(int width, ColorScheme scheme)
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, scheme);
        await OpenDialogAsync(host, Word, "by-text");
        await host.Dialog.GetByTestId("phrase").FillAsync("VICTORY");
        await Expect(host.Dialog.GetByTestId("readback")).ToContainTextAsync("YES if \"VICTORY\" is read");
        await host.EnsureAccessibleAsync();
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();

        await OpenDialogAsync(host, Number, "by-number");
        await host.Dialog.GetByTestId("value").FillAsync("10");
        await Expect(host.Dialog.GetByTestId("problem")).ToContainTextAsync("the region of the picture that shows it");
        await host.Dialog.Locator("details.region summary").ClickAsync();
        await host.Dialog.GetByTestId("region-file").SetInputFilesAsync(await RealClips.GameAsync());

        // The score stands in the upper left corner.
        await DrawAsync(host, "region", 0, 0, 0.4f, 0.2f);
        await Expect(host.Dialog.GetByTestId("readback")).ToContainTextAsync("the number in the marked region reaches 10");
        await host.EnsureAccessibleAsync();
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();

        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Word }).CheckAsync();
        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Number }).CheckAsync();
        await host.ChooseAsync(await RealClips.GameAsync());

        await Expect(Verdict(host, Word)).ToContainTextAsync("YES", new() { Timeout = 90_000 });
        await Expect(Verdict(host, Number)).ToContainTextAsync("YES");
        await Expect(host.Page.GetByTestId("lanes")).ToContainTextAsync("VICTORY");
        await Expect(host.Page.GetByTestId("suggestion")).ToContainTextAsync("Will SCORE reach 17");
        await host.EnsureAccessibleAsync();
        await host.Page.GetByRole(AriaRole.Link, new() { Name = Word }).First.ClickAsync();
        await Expect(host.Page.GetByTestId("evidence").GetByText("VICTORY").First).ToBeVisibleAsync();
        await host.EnsureAccessibleAsync();
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_picture_cut_out_of_a_clip_decides_a_market(int width, ColorScheme scheme)
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, scheme);
        await OpenDialogAsync(host, Word, "by-picture");
        await host.Dialog.GetByTestId("picture-name").FillAsync("the victory banner");
        await Expect(host.Dialog.GetByTestId("problem")).ToContainTextAsync("Choose the picture");
        await host.Dialog.GetByTestId("picture-file").SetInputFilesAsync(await RealClips.BannerAsync("VICTORY"));
        var seek = host.Dialog.GetByLabel("Moment of the clip");
        await seek.FillAsync("300");
        await Expect(host.Dialog.GetByTestId("use-whole")).ToBeEnabledAsync();
        await seek.FillAsync("800");
        await DrawAsync(host, "picture", 0.2f, 0.36f, 0.8f, 0.64f);
        await host.Dialog.GetByTestId("use-part").ClickAsync();
        await Expect(host.Dialog.GetByTestId("picture-said")).ToContainTextAsync("This picture is distinctive enough");
        await Expect(host.Dialog.GetByTestId("readback")).ToContainTextAsync("YES if the picture \"the victory banner\" is seen");
        await host.EnsureAccessibleAsync();
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();

        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Word }).CheckAsync();
        await host.ChooseAsync(await RealClips.BannerAsync("VICTORY"));

        await Expect(Verdict(host, Word)).ToContainTextAsync("YES", new() { Timeout = 90_000 });
        await host.Page.GetByRole(AriaRole.Link, new() { Name = Word }).First.ClickAsync();
        await Expect(host.Page.GetByTestId("reference")).ToBeVisibleAsync();
        await Expect(host.Page.GetByTestId("evidence").GetByText("the victory banner").First).ToBeVisibleAsync();
        await host.EnsureAccessibleAsync();
    }

    [Fact]
    public async Task A_criterion_is_tried_out_on_a_clip_that_decides_nothing()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await host.Page.GetByTestId("read-text").CheckAsync();
        await host.ChooseAsync(await RealClips.GameAsync());
        await Expect(host.Page.GetByTestId("lanes")).ToContainTextAsync("VICTORY", new() { Timeout = 90_000 });

        await OpenDialogAsync(host, Word, "by-text");
        await host.Dialog.GetByTestId("phrase").FillAsync("VICTORY");
        await Expect(host.Dialog.GetByTestId("try-out")).ToContainTextAsync("YES");
        await host.Dialog.GetByTestId("by-number").CheckAsync();
        await host.Dialog.GetByTestId("phrase").FillAsync("SCORE");
        await host.Dialog.GetByTestId("value").FillAsync("99");
        await Expect(host.Dialog.GetByTestId("try-out")).Not.ToContainTextAsync("YES");
        await host.EnsureAccessibleAsync();
    }

    private static ILocator Verdict(DashboardPage page, string question) =>
        page.Page.GetByTestId("verdict").Filter(new() { HasText = question });

    private static async Task OpenDialogAsync(DashboardPage page, string question, string kind)
    {
        await page.Page.GetByTestId("open-market").First.ClickAsync();
        await page.Dialog.GetByTestId("question").FillAsync(question);
        await page.Dialog.GetByTestId(kind).CheckAsync();
    }

    // From one corner to the other, in shares of the picture.
    private static async Task DrawAsync(DashboardPage page, string what, float left, float top, float right, float bottom)
    {
        var stage = page.Dialog.GetByTestId($"{what}-stage");
        await stage.ScrollIntoViewIfNeededAsync();
        var box = (await stage.BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + 2 + (box.Width * left), box.Y + 2 + (box.Height * top));
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * right), box.Y + (box.Height * bottom));
        await page.Page.Mouse.UpAsync();
        await Expect(page.Dialog.GetByTestId($"{what}-box")).ToBeVisibleAsync();
    }
}
