using System.Text.RegularExpressions;
using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>A market's own page, as its host and its viewers see it.</summary>
[Collection(EndToEndTests.Name)]
public sealed class MarketPageTests(Chromium chromium) : IDisposable
{
    private const string Question = "Will anybody be seen in the very next clip?";

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_market_is_followed_on_its_page_from_the_first_stake_to_the_proof_of_it()
    {
        await using var one = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var other = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var host = await OpenMarketAsync();
        await GoToMarketAsync(one);
        await GoToMarketAsync(other);

        await one.StakeAsync(Question, "YES", 300);
        await Expect(other.Page.GetByTestId("pool-sides")).ToContainTextAsync("YES 300");
        await other.StakeAsync(Question, "NO", 100);
        await Expect(one.Market(Question).GetByTestId("stake-yes")).ToContainTextAsync("1.33");

        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Question }).CheckAsync();
        _app.Gate.Close();
        await host.ChooseAsync(await RealClips.PeopleAsync());
        await Expect(one.Market(Question).GetByTestId("state")).ToHaveTextAsync("deciding");
        await Expect(host.Headline).ToHaveTextAsync("Starting the analysis");
        await GoToMarketAsync(host);
        await Expect(host.Page.GetByTestId("under-way")).ToContainTextAsync("people.mp4");
        _app.Gate.Open();

        foreach (var page in new[] { host, one, other })
        {
            await Expect(page.Page.GetByTestId("outcome")).ToContainTextAsync("YES");
            await Expect(page.Page.GetByTestId("history")).ToContainTextAsync("Decided YES and paid out.");
            await Expect(page.Page.GetByTestId("history")).ToContainTextAsync("A clip was bound to it.");
            await Expect(page.Page.GetByTestId("coverage")).ToContainTextAsync("6 of 6 planned samples");
        }

        await Expect(one.Page.GetByTestId("own-stakes")).ToContainTextAsync("400 returned");
        var proof = await one.Page.RunAndWaitForDownloadAsync(
            () => one.Page.GetByRole(AriaRole.Link, new() { Name = "Proof of your stake" }).ClickAsync());
        (await File.ReadAllTextAsync(await proof.PathAsync())).Should().Contain("\"amount\":300");
        await Expect(one.Page.GetByTestId("receipt")).ToContainTextAsync("Receipt no. ");
        await Expect(one.Page.GetByTestId("what-if")).ToHaveCountAsync(0);
        host.Problems.Concat(one.Problems).Concat(other.Problems).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_may_read_the_analysis_moves_the_slider_and_nothing_else()
    {
        await using var host = await OpenMarketAsync();
        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Question }).CheckAsync();
        await host.ChooseAsync(await RealClips.PeopleAsync());
        await host.Verdict(Question).GetByText("What if").First.ClickAsync();
        await host.Verdict(Question).GetByRole(AriaRole.Slider).FillAsync("100");
        await Expect(host.Verdict(Question).GetByTestId("what-if-answer")).ToContainTextAsync("At 100 %: not decided");

        await host.Verdict(Question).GetByRole(AriaRole.Link, new() { Name = Question }).ClickAsync();
        await Expect(host.Page.GetByTestId("proof")).ToBeVisibleAsync();
        var (slider, answer) = (host.Page.GetByRole(AriaRole.Slider), host.Page.GetByTestId("what-if-answer"));
        await Expect(answer).ToContainTextAsync("At 80 %: YES");
        await slider.FocusAsync();
        await host.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(answer).ToContainTextAsync("At 80.5 %: YES");
        await host.Page.Keyboard.PressAsync("End");
        await Expect(answer).ToContainTextAsync("At 100 %: not decided");
        await Expect(host.Page.GetByTestId("outcome")).ToContainTextAsync("YES");
        await host.Page.ReloadAsync();
        await Expect(host.Page.GetByTestId("outcome")).ToContainTextAsync("YES");
        host.Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    public async Task A_market_that_did_not_end_with_yes_shows_the_clip_to_everyone(int width, ColorScheme colours)
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, colours);
        await host.FillMarketAsync(Question, "Dog");
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();
        await Expect(host.Page.GetByTestId("consent")).ToBeCheckedAsync();
        await host.EnsureAccessibleAsync();
        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Question }).CheckAsync();
        await host.ChooseAsync(await RealClips.PeopleAsync());
        await host.Verdict(Question).GetByRole(AriaRole.Link, new() { Name = Question }).ClickAsync();
        var address = await host.Page.EvaluateAsync<string>("location.pathname");

        await using var viewer = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, colours);
        await viewer.Page.GotoAsync(address);
        var frames = viewer.Page.GetByTestId("sheet").GetByRole(AriaRole.Button);
        await Expect(frames).ToHaveCountAsync(6);
        await Expect(viewer.Page.GetByTestId("also-seen")).ToContainTextAsync("Person");
        await Expect(viewer.Page.GetByTestId("doubt")).ToBeVisibleAsync();
        await viewer.EnsureAccessibleAsync();

        await frames.First.FocusAsync();
        await viewer.Page.Keyboard.PressAsync("Enter");
        await Expect(viewer.Dialog.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("src", "/api" + address.Replace("markets", "bets") + "/sheet/0.jpg");
        await viewer.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(viewer.Dialog.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("alt", "The clip at 0:00.5");
        (await viewer.Dialog.GetByRole(AriaRole.Img).EvaluateAsync<int>("image => image.naturalWidth")).Should().Be(320);
        await viewer.EnsureAccessibleAsync();
        await viewer.Page.Keyboard.PressAsync("Escape");
        await Expect(viewer.Dialog).ToHaveCountAsync(0);
        await Expect(frames.First).ToBeFocusedAsync();
        host.Problems.Concat(viewer.Problems).Should().BeEmpty();
    }

    [Fact]
    public async Task Clips_go_on_their_way_while_another_page_is_looked_at()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        _app.Gate.IsExaminedAnew = true;
        _app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync(), await RealClips.NobodyAsync("later.mp4"));
        await Expect(page.Page.GetByText("1 clip waiting")).ToBeVisibleAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("/jobs/[^/]+$"));

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "All markets" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "All markets" })).ToBeVisibleAsync();
        _app.Gate.Open();
        await Expect(page.Page.GetByTestId("under-way")).ToContainTextAsync("later.mp4");
        await page.GoToDashboardAsync();

        await Expect(page.End).ToContainTextAsync("later.mp4 is analysed");
        page.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task A_clip_that_is_dropped_on_another_page_is_taken_to_the_dashboard()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "All markets" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "All markets" })).ToBeVisibleAsync();

        await page.DropAsync(await RealClips.PeopleAsync());

        await Expect(page.Verdict("person")).ToContainTextAsync("YES");
        page.Page.Url.Should().Contain("/jobs/");
    }

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    public Task The_pages_are_accessible(int width, ColorScheme colours) => WalkAsync(width, colours);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public Task The_pages_are_accessible_in_other_widths_and_colours(int width, ColorScheme colours) =>
        WalkAsync(width, colours);

    private async Task WalkAsync(int width, ColorScheme colours)
    {
        await using var host = await OpenMarketAsync(width, colours);
        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Question }).CheckAsync();
        await GoToMarketAsync(host);
        await host.EnsureAccessibleAsync();
        await host.GoToDashboardAsync();
        await host.ChooseAsync(await RealClips.PeopleAsync());
        await host.Verdict(Question).GetByText("What if").First.ClickAsync();
        await host.EnsureAccessibleAsync();

        await host.Verdict(Question).GetByRole(AriaRole.Link, new() { Name = Question }).ClickAsync();
        await Expect(host.Page.GetByTestId("proof")).ToBeVisibleAsync();
        await Expect(host.Page.GetByRole(AriaRole.Heading, new() { Name = Question })).ToBeFocusedAsync();
        await Expect(host.Page.GetByTestId("what-if-answer")).ToContainTextAsync("At 80 %: YES");
        await host.EnsureAccessibleAsync();
        await host.Page.GetByRole(AriaRole.Link, new() { Name = "All markets" }).ClickAsync();
        await Expect(host.Page.GetByTestId("ended")).Not.ToHaveCountAsync(0);
        await host.EnsureAccessibleAsync();
        await host.Page.GetByRole(AriaRole.Link, new() { Name = "Record", Exact = true }).Last.ClickAsync();
        await Expect(host.Page.GetByTestId("stood")).ToBeVisibleAsync();
        await host.EnsureAccessibleAsync();
    }

    private async Task<DashboardPage> OpenMarketAsync(int width = 1440, ColorScheme colours = ColorScheme.Light)
    {
        var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, width, colours);
        await host.OpenMarketAsync(Question, "Person");
        return host;
    }

    private static async Task GoToMarketAsync(DashboardPage page)
    {
        await page.Market(Question).GetByRole(AriaRole.Link, new() { Name = Question }).ClickAsync();
        await Expect(page.Page.GetByTestId("proof")).ToBeVisibleAsync();
    }
}
