using System.Text;
using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>A person's own account and the receipts of what they staked on, in a real browser.</summary>
[Collection(EndToEndTests.Name)]
public sealed class AccountTests(Chromium chromium) : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task From_an_open_position_to_a_receipt_that_is_valid_and_one_byte_later_is_not()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await page.StakeAsync("person", "YES", 600);
        await Expect(page.Practice).ToHaveTextAsync("400");
        await page.Page.GetByTestId("account").ClickAsync();
        await Expect(page.Page.GetByTestId("position"))
            .ToContainTextAsync("600 practice staked · pays 933 now if YES wins");

        await page.Page.GoBackAsync();
        _app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await page.Page.GetByTestId("account").ClickAsync();
        await Expect(page.Page.GetByTestId("position").GetByTestId("state")).ToHaveTextAsync("deciding");
        _app.Gate.Open();

        var history = page.Page.GetByTestId("history");
        await Expect(history).ToContainTextAsync("600 practice on YES · 933 returned");
        await Expect(history.GetByTestId("change")).ToHaveTextAsync("+333");
        await Expect(page.Page.GetByTestId("position")).ToHaveCountAsync(0);
        await Expect(page.Page.GetByTestId("balance-practice")).ToContainTextAsync("+333");

        var download = await page.Page.RunAndWaitForDownloadAsync(() => history.GetByTestId("proof").ClickAsync());
        var proof = await download.PathAsync();
        await history.GetByRole(AriaRole.Link, new() { Name = "Receipt of" }).ClickAsync();
        await Expect(Verdict(page)).ToHaveTextAsync("Valid");
        await page.Page.GetByText("More to check").ClickAsync();
        await page.Page.GetByTestId("stake").SetInputFilesAsync(proof);
        await Expect(Check(page, "stake")).ToContainTextAsync("600 on YES");
        await page.Page.GetByTestId("clip-file").SetInputFilesAsync(await RealClips.PeopleAsync());
        await Expect(Check(page, "clip")).ToContainTextAsync("the clip that decided, byte for byte");
        await page.Page.GetByTestId("kept-head").FillAsync(await page.Page.GetByTestId("head").InnerTextAsync());
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(Check(page, "head"))
            .ToContainTextAsync("nothing up to it, this receipt included, was changed since");
        await Expect(Verdict(page)).ToHaveTextAsync("Valid");

        var receipt = Encoding.UTF8.GetString(await _app.Local.GetByteArrayAsync("/api/receipts/1"));
        await page.Page.GetByTestId("receipt").SetInputFilesAsync(new FilePayload
        {
            Name = "changed.json",
            MimeType = "application/json",
            Buffer = Encoding.UTF8.GetBytes(receipt.Replace("\"yes\":", "\"yes\":1", StringComparison.Ordinal)),
        });
        await Expect(Verdict(page)).ToContainTextAsync("Not valid: signature, payouts");
        await Expect(Check(page, "signature")).ToContainTextAsync("something in it was changed");
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task A_clip_that_waits_is_sent_although_another_page_is_looked_at()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        _app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await page.DropAsync(await RealClips.NobodyAsync("later.mp4"));
        await Expect(page.Page.GetByText("1 clip waiting")).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Account", Exact = true }).ClickAsync();
        await page.Page.GetByTestId("name").WaitForAsync();
        _app.Gate.Open();

        // It is the fresh markets that it decides.
        await using var other = await page.OpenTabAsync("/");
        await Expect(other.Page.Locator("[data-test=ended][data-market='5']")).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "StreamBet, start page" }).ClickAsync();

        await page.ReadyAsync();
        page.Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    public Task Both_pages_are_accessible(int width, ColorScheme colours) => WalkAsync(width, colours);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public Task Both_pages_are_accessible_in_other_widths_and_colours(int width, ColorScheme colours) =>
        WalkAsync(width, colours);

    private async Task WalkAsync(int width, ColorScheme colours)
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, colours);
        await page.StakeAsync("person", "NO", 50);
        await Expect(page.Practice).ToHaveTextAsync("950");
        await page.ChooseAsync(await RealClips.NobodyAsync());
        await page.Verdict("person").WaitForAsync();
        await page.StakeAsync("person", "YES", 25);
        await Expect(page.Practice).Not.ToHaveTextAsync("950");

        await page.Page.GetByTestId("account").ClickAsync();
        await page.Page.GetByTestId("history").WaitForAsync();
        await page.Page.GetByTestId("position").WaitForAsync();
        await Expect(page.Page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
        await page.EnsureAccessibleAsync();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Verify a receipt" }).ClickAsync();
        await page.Page.GetByTestId("bet").WaitForAsync();
        await page.EnsureAccessibleAsync();

        await page.Page.GetByTestId("bet").FillAsync("1");
        await page.Page.GetByTestId("check-bet").ClickAsync();
        await Expect(Verdict(page)).ToHaveTextAsync("Valid");
        await page.Page.GetByText("More to check").ClickAsync();
        await page.EnsureAccessibleAsync();

        await page.Page.GetByTestId("kept-head").FillAsync(new string('0', 64));
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(Verdict(page)).ToHaveTextAsync("Not valid: head");
        await page.EnsureAccessibleAsync();
        page.Problems.Should().BeEmpty();
    }

    private static ILocator Verdict(DashboardPage page) => page.Page.GetByTestId("verdict").GetByRole(AriaRole.Heading);

    private static ILocator Check(DashboardPage page, string name) => page.Page.Locator($"[data-check={name}]");
}
