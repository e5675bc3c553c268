using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>The whole job in a real browser: stake, drop a clip, see it analysed, be paid.</summary>
[Collection(EndToEndTests.Name)]
public sealed class MainJobTests(Chromium chromium) : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_newcomer_plays_by_mouse_from_stake_to_payout()
    {
        await using var page = await OpenAsync();
        await Expect(page.Page).ToHaveTitleAsync("StreamBet");
        await page.StakeAsync("person", "YES", 600);
        await Expect(page.Practice).ToHaveTextAsync("400");

        await page.DropAsync(await RealClips.PeopleAsync());

        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        await Expect(page.Verdict("person")).ToContainTextAsync("0:00");
        await Expect(page.Verdict("person").GetByTestId("own-result")).ToHaveTextAsync("You staked 600 on YES; 933 returned.");
        await Expect(page.Verdict("dog")).ToContainTextAsync("NO");
        await Expect(page.Practice).ToHaveTextAsync("1,333");
        await Expect(page.Page).ToHaveTitleAsync("1 YES, 3 NO · StreamBet");
        await Expect(page.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
        await Expect(page.Lane("Person")).ToContainTextAsync("YES");
        page.Page.Url.Should().Contain("/jobs/");
        _app.HeldClips.Should().BeEmpty();
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task It_can_all_be_done_by_keyboard_alone()
    {
        await using var page = await OpenAsync();

        // Listened for from the start: the browser is told without waiting for its answer, and a key could come first.
        var choosing = new TaskCompletionSource<IFileChooser>();
        page.Page.FileChooser += (_, chooser) => choosing.TrySetResult(chooser);
        var market = page.Market("person");
        await page.TabToAsync(market.GetByTestId("stake-yes"));
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(market.GetByTestId("amount")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Control+a");
        await page.Page.Keyboard.TypeAsync("250");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Practice).ToHaveTextAsync("750");

        await Expect(market.GetByTestId("stake-yes")).ToBeFocusedAsync();
        await page.TabToAsync(page.Page.Locator("#clip-file"), "Shift+Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        await (await choosing.Task.WaitAsync(TimeSpan.FromSeconds(30))).SetFilesAsync(await RealClips.PeopleAsync());

        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        await page.TabToAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Show 0:00 in the clip", Exact = true }));
        await page.TabToAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Open this market" }));
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Market("Will a person be seen in the next clip?")).ToContainTextAsync("You host this market");
    }

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    public Task The_page_is_accessible_at_each_step(int width, ColorScheme colours) => WalkAsync(width, colours);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(2560, ColorScheme.Light)]
    public Task The_page_is_accessible_at_each_step_in_other_widths_and_colours(int width, ColorScheme colours) =>
        WalkAsync(width, colours);

    private async Task WalkAsync(int width, ColorScheme colours)
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, colours);
        await page.EnsureAccessibleAsync();

        await page.Market("person").GetByTestId("stake-no").ClickAsync();
        await page.Market("person").GetByTestId("place").WaitForAsync();
        await page.EnsureAccessibleAsync();

        await page.ChooseAsync(await TestClips.WriteAsync("notes.txt", "no clip"u8.ToArray()));
        await Expect(page.Error).ToContainTextAsync("notes.txt: Only MP4, MOV and AVI clips are accepted");
        await page.EnsureAccessibleAsync();

        _app.Gate.Close();
        await page.ChooseAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await page.EnsureAccessibleAsync();

        _app.Gate.Open();
        await page.Verdict("person").WaitForAsync();
        await page.EnsureAccessibleAsync();
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task A_newcomer_without_a_clip_takes_the_one_that_the_server_makes()
    {
        await using var page = await OpenAsync();

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Use a sample clip" }).ClickAsync();

        await Expect(page.Page.GetByTestId("verdict").Filter(new() { HasText = "YES" })).Not.ToHaveCountAsync(0);
        await Expect(page.Page.Locator("video")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_time_that_decided_is_shown_in_the_persons_own_file()
    {
        await using var page = await OpenAsync();
        await page.ChooseAsync(await RealClips.PeopleAsync());
        var video = page.Page.Locator("video");
        await video.WaitForAsync();
        await video.EvaluateAsync("video => { video.currentTime = 2; }");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show 0:00 in the clip", Exact = true }).ClickAsync();

        await Expect(video).ToHaveJSPropertyAsync("currentTime", 0.0);
    }

    [Fact]
    public async Task A_second_drop_waits_for_the_first_and_follows_it()
    {
        await using var page = await OpenAsync();
        _app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");

        await page.DropAsync(await RealClips.NobodyAsync("later.mp4"));
        await Expect(page.Page.GetByText("1 clip waiting")).ToBeVisibleAsync();
        _app.Gate.Open();

        await Expect(page.End).ToContainTextAsync("later.mp4 is analysed");
        await Expect(page.Verdict("person")).ToContainTextAsync("NO");
        await Expect(page.Page.GetByTestId("verdict")).ToHaveCountAsync(4);
        await page.Page.GoBackAsync();
        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
    }

    [Fact]
    public async Task An_unbound_clip_can_be_called_off_while_it_is_analysed()
    {
        await using var page = await OpenAsync();
        _app.Gate.Close();
        foreach (var box in await page.Page.Locator("fieldset input").AllAsync())
            await box.UncheckAsync();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(page.End).ToContainTextAsync("Cancelled");
        _app.HeldClips.Should().BeEmpty();
        await Expect(page.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
    }

    private Task<DashboardPage> OpenAsync() => DashboardPage.OpenAsync(chromium.Browser, _app.Address);
}
