using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>Markets of one's own: opened by the dialog, changed, locked and voided, each seen by the others.</summary>
[Collection(EndToEndTests.Name)]
public sealed class HostTests(Chromium chromium) : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_host_opens_a_market_and_puts_it_otherwise_by_keyboard_alone()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var viewer = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        var keys = host.Page.Keyboard;
        await host.TabToAsync(host.OpenMarket);
        await keys.PressAsync("Enter");
        await Expect(host.Field("question")).ToBeFocusedAsync();
        await keys.TypeAsync("Will a dog be seen twice?");
        await host.TabToAsync(host.Field("labels"));
        await keys.TypeAsync("do");
        await Expect(host.Page.GetByRole(AriaRole.Option, new() { Name = "Dog" }))
            .ToHaveAttributeAsync("aria-selected", "true");
        await keys.PressAsync("Enter");
        await Expect(host.Dialog.GetByTestId("chip")).ToHaveTextAsync("Dog×");
        await host.TabToAsync(host.Field("times"));
        await keys.TypeAsync("2");
        await Expect(host.ReadBack).ToContainTextAsync(
            "YES if Dog is seen at least 2 separate times with confidence over 80 %.");
        await keys.PressAsync("Enter");
        await Expect(host.Dialog).ToHaveCountAsync(0);
        await Expect(host.Page.GetByRole(AriaRole.Heading, new() { Name = "Will a dog be seen twice?" })).ToBeFocusedAsync();
        await Expect(viewer.Market("Will a dog be seen twice?")).ToBeVisibleAsync();

        var own = host.Market("Will a dog be seen twice?");
        await own.GetByTestId("menu").FocusAsync();
        await keys.PressAsync("Enter");
        await host.TabToAsync(own.GetByTestId("change"));
        await keys.PressAsync("Enter");
        await Expect(host.Field("question")).ToBeFocusedAsync();
        await keys.PressAsync("End");
        await keys.TypeAsync(" Really?");
        await keys.PressAsync("Enter");
        await Expect(host.Dialog).ToHaveCountAsync(0);
        await Expect(own.GetByTestId("menu")).ToBeFocusedAsync();
        await Expect(viewer.Market("Will a dog be seen twice? Really?")).ToBeVisibleAsync();
        host.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Once_somebody_has_staked_a_market_can_only_be_locked_and_voided()
    {
        const string question = "Will a dog be seen often?";
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var viewer = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var other = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await host.FillMarketAsync(question, "Dog");
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();

        await viewer.StakeAsync(question, "NO", 50);
        await Expect(viewer.Market(question).GetByTestId("own")).ToHaveTextAsync("NO 50");
        await other.StakeAsync(question, "YES", 50);
        await Expect(host.Market(question).GetByTestId("pool")).ToHaveTextAsync("100");
        await Expect(viewer.Market(question).GetByTestId("menu")).ToHaveCountAsync(0);
        await host.Market(question).GetByTestId("menu").ClickAsync();
        await Expect(host.Market(question).GetByTestId("change")).ToHaveCountAsync(0);
        await host.Market(question).GetByTestId("lock").ClickAsync();
        await Expect(host.Dialog).ToContainTextAsync("It takes no more stakes and waits");
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await Expect(viewer.Market(question).GetByTestId("state")).ToHaveTextAsync("locked");
        await Expect(viewer.Market(question).GetByTestId("stake-yes")).ToBeDisabledAsync();

        await host.Market(question).GetByTestId("menu").ClickAsync();
        await host.Market(question).GetByTestId("void").ClickAsync();
        await host.Dialog.GetByTestId("why").FillAsync("The dog is ill.");
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await Expect(viewer.Page.GetByTestId("ended").Filter(new() { HasText = question }))
            .ToContainTextAsync("Every stake was refunded.");
        await Expect(viewer.Page.GetByTestId("credits")).ToHaveTextAsync("1,000");
        await Expect(host.Page.GetByRole(AriaRole.Heading, new() { Name = "Markets" })).ToBeFocusedAsync();
        host.Problems.Concat(viewer.Problems).Should().BeEmpty();
    }

    [Fact]
    public async Task A_host_commits_to_a_clip_whose_digest_the_browser_computes()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        var clip = await RealClips.PeopleAsync();
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(clip)));
        await host.FillMarketAsync("Will a person be seen in this very clip?", "Person");
        await host.Dialog.GetByText("More:").ClickAsync();

        await host.Field("clip-file").SetInputFilesAsync(clip);
        await Expect(host.Field("clip-digest")).ToHaveValueAsync(digest);
        await Expect(host.Dialog).ToContainTextAsync($"That is {Path.GetFileName(clip)}.");
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();

        await Expect(host.Market("this very clip")).ToContainTextAsync($"SHA-256 {digest[..12]}…");
    }

    [Fact]
    public async Task A_browser_that_computes_no_digest_says_so_and_takes_a_pasted_one()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await host.Page.EvaluateAsync("Object.defineProperty(crypto, 'subtle', { value: undefined })");
        await host.FillMarketAsync("Will a person be seen in this very clip?", "Person");
        await host.Dialog.GetByText("More:").ClickAsync();

        await Expect(host.Dialog).ToContainTextAsync("only for a page on https or localhost, which this one is not");
        await Expect(host.Field("clip-file")).ToHaveCountAsync(0);
        await host.Field("clip-digest").FillAsync("abc");
        await Expect(host.ReadBack).ToContainTextAsync("A SHA-256 is 64 lower-case hex digits.");
        await host.Field("clip-digest").FillAsync(new string('A', 64));
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();
        await Expect(host.Market("this very clip")).ToContainTextAsync("SHA-256 aaaaaaaaaaaa…");
    }

    [Fact]
    public async Task A_market_that_cannot_be_is_said_not_to_be_with_a_sentence_for_each_mistake()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await host.OpenMarket.ClickAsync();
        await Expect(host.ReadBack).ToContainTextAsync("Choose what must be seen.");
        await host.AddLabelAsync("Unicorn");
        await Expect(host.ReadBack).ToContainTextAsync("This server's analyzer can't detect \"Unicorn\"");
        await host.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove Unicorn" }).ClickAsync();
        await host.AddLabelAsync("Dog");
        await host.Dialog.GetByText("More:").ClickAsync();
        await host.Field("question").FillAsync("Will it?");
        foreach (var (field, wrong, right, sentence) in new[]
        {
            ("times", "0", "1", "The number of times must be at least 1."),
            ("threshold", "79", "80", "The threshold must be 80 to under 100 percent, not 79."),
            ("threshold", "100", "80", "The threshold must be 80 to under 100 percent, not 100."),
            ("to", "0", "", "The window must start at 0 or later and end after its start."),
            ("closes", "29 s", "1 h", "A market takes stakes for 30 seconds to 24 hours."),
            ("question", new string('q', 10_000), "Will it?", "The question must be one line of 1 to 200 characters."),
            ("labels", "ca", "", "Press Enter to add the label that you are typing, or clear it."),
        })
        {
            await host.Field(field).FillAsync(wrong);
            await Expect(host.ReadBack).ToContainTextAsync(sentence);
            await Expect(host.Dialog.GetByTestId("submit")).ToBeDisabledAsync();
            await host.Field(field).FillAsync(right);
            await Expect(host.Dialog.GetByTestId("submit")).ToBeEnabledAsync();
        }

        (await _app.Local.GetJsonAsync("/api/bets")).GetProperty("bets").GetArrayLength().Should().Be(
            4, "nothing was opened");
    }

    [Fact]
    public async Task Markup_in_a_question_is_text_wherever_it_is_shown()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        const string question = "<img src=x onerror=\"document.title='got in'\"><b>Will</b> it?";
        await host.FillMarketAsync(question, "Dog");

        await host.Dialog.GetByTestId("submit").ClickAsync();

        await Expect(host.Page.GetByRole(AriaRole.Heading, new() { Name = question })).ToBeVisibleAsync();
        await Expect(host.Page.Locator(".mud-snackbar").Filter(new() { HasText = question })).ToBeVisibleAsync();
        (await host.Page.Locator("img").CountAsync()).Should().Be(0);
        (await host.Page.TitleAsync()).Should().NotBe("got in");
    }

    [Fact]
    public async Task Escape_closes_the_suggestions_first_and_then_the_dialog_which_keeps_what_was_typed()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await host.FillMarketAsync("Will it?", "Dog");
        await host.Field("labels").PressAsync("ArrowDown");
        await Expect(host.Page.GetByRole(AriaRole.Option)).Not.ToHaveCountAsync(0);

        await host.Page.Keyboard.PressAsync("Escape");
        await Expect(host.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
        await Expect(host.Dialog).ToBeVisibleAsync();
        await host.Page.Keyboard.PressAsync("Escape");
        await Expect(host.Dialog).ToHaveCountAsync(0);
        await Expect(host.OpenMarket).ToBeFocusedAsync();

        await host.Page.Keyboard.PressAsync("Enter");
        await Expect(host.Field("question")).ToHaveValueAsync("Will it?");
        await Expect(host.ReadBack).ToContainTextAsync("YES if Dog is seen");
    }

    [Theory]
    [InlineData("Pacific/Auckland")]
    [InlineData("America/New_York")]
    public async Task Closing_times_count_down_or_are_in_the_persons_own_time(string timeZone)
    {
        await _app.Local.PostJsonAsync(
            "/api/bets",
            new { @event = "Soon?", criterion = new { labels = new[] { "Dog" } }, closes_in_seconds = 240 },
            HttpStatusCode.Created);
        var late = await _app.Local.GetJsonAsync($"/api/bets/{await _app.Local.OpenMarketAsync("Cat")}");
        var closes = late.GetProperty("bet").GetProperty("closes_at").GetDateTimeOffset();
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, timeZone: timeZone);

        await Expect(page.Market("Soon?").GetByTestId("closes-at")).ToHaveTextAsync("Closes in 4 min");
        var local = TimeZoneInfo.ConvertTime(closes, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        await Expect(page.Market("Will Cat be seen?").GetByTestId("closes-at")).ToHaveTextAsync(
            string.Create(CultureInfo.InvariantCulture, $"Closes on {local:ddd} {local:h:mm tt}"));
        await page.StakeAsync("Soon?", "YES", 10);
        await Expect(page.Market("Soon?").GetByTestId("pool")).ToHaveTextAsync("10");
        await Expect(page.Market("Soon?").GetByTestId("closes-at")).ToHaveTextAsync("Closes in 4 min");
    }

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    public async Task The_dialog_breaks_no_rule_of_accessibility(int width, ColorScheme colours)
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, colours);
        await host.FillMarketAsync("Will it?", "Dog");
        await host.AddLabelAsync("Unicorn");
        await host.Dialog.GetByText("More:").ClickAsync();
        await host.Field("labels").PressAsync("ArrowDown");
        await Expect(host.Page.GetByRole(AriaRole.Option)).Not.ToHaveCountAsync(0);
        await host.EnsureAccessibleAsync();

        await host.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove Unicorn" }).ClickAsync();
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();
        await Expect(host.Dialog).ToHaveCountAsync(0);
        await host.Market("Will it?").GetByTestId("menu").ClickAsync();
        await host.EnsureAccessibleAsync();
        await host.Market("Will it?").GetByTestId("void").ClickAsync();
        await Expect(host.Dialog).ToBeVisibleAsync();
        await host.EnsureAccessibleAsync();
    }
}
