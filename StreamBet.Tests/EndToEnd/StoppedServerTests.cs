using System.Net;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.State;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>A page whose server is told to stop goes on at the next server without being loaded again.</summary>
[Collection(EndToEndTests.Name)]
public sealed class StoppedServerTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_server_stops_when_it_is_told_to_although_pages_are_open()
    {
        using var server = await ServerProcess.StartApplicationAsync(_data.Path);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, server.Address);

        // Half of the patience that the host has with requests that do not end.
        await server.StopAsync(TimeSpan.FromSeconds(15));

        await Expect(page.ReconnectDialog).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_goes_on_at_the_next_server_where_it_was_with_its_clips()
    {
        var first = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(first.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        first.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync(), await RealClips.NobodyAsync("later.mp4"));
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await Expect(page.Page.GetByText("1 clip waiting")).ToBeVisibleAsync();
        await page.Page.EvaluateAsync("window.isTheSamePage = true; scrollTo(0, 150)");

        first.Dispose();
        using var second = TestApp.StartOn(_data.Path, settings: TestApp.HeldBack);
        network.LeadTo(second.Address);

        await Expect(page.Page.GetByText("1 clip waiting")).ToBeVisibleAsync();
        await Eventually.IsTrueAsync(async () => await page.Page.EvaluateAsync<int>("scrollY") == 150, "the page is in its place");
        second.Gate.Open();
        await Expect(page.End).ToContainTextAsync("later.mp4 is analysed");
        (await page.Page.EvaluateAsync<bool>("window.isTheSamePage === true")).Should().BeTrue("it was not loaded again");
        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        await Expect(page.Page.Locator("video")).ToHaveJSPropertyAsync("readyState", 4);
    }

    [Fact]
    public async Task As_many_clips_as_may_wait_go_on_at_the_next_server_however_long_their_names()
    {
        using var clips = new TemporaryFolder();
        string[] waiting = [.. Enumerable.Range(1, DashboardState.MaxQueueLength - 1).Select(i => clips.File($"{new string('ж', 100)}{i}.mp4"))];
        foreach (var path in waiting)
            await File.WriteAllBytesAsync(path, new byte[100]);
        var first = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(first.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        first.Gate.Close();
        await page.DropAsync([await RealClips.PeopleAsync(), .. waiting]);
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await Expect(page.Page.GetByText("19 clips waiting")).ToBeVisibleAsync();
        await page.Page.EvaluateAsync("window.isTheSamePage = true");

        first.Dispose();
        using var second = TestApp.StartOn(_data.Path, settings: TestApp.HeldBack);
        network.LeadTo(second.Address);

        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        await Expect(page.Page.GetByText("19 clips waiting")).ToBeVisibleAsync();
        (await page.Page.EvaluateAsync<bool>("window.isTheSamePage === true")).Should().BeTrue();
    }

    [Fact]
    public async Task What_is_being_entered_when_the_server_stops_is_there_when_the_page_goes_on()
    {
        var first = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(first.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        await page.Market("person").GetByTestId("stake-no").ClickAsync();
        await page.Market("person").GetByTestId("amount").FillAsync("37");
        await Expect(page.Market("person").GetByTestId("place")).ToContainTextAsync("Stake 37 on NO");
        await page.FillMarketAsync("Will anybody walk by?", "Dog");
        await Expect(page.ReadBack).ToContainTextAsync("Dog");

        first.Dispose();
        using var second = TestApp.StartOn(_data.Path);
        network.LeadTo(second.Address);

        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        await Expect(page.Field("question")).ToHaveValueAsync("Will anybody walk by?");
        await Expect(page.ReadBack).ToContainTextAsync("Dog");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Market("person").GetByTestId("amount")).ToHaveValueAsync("37");
        await page.Market("person").GetByTestId("place").ClickAsync();
        await Expect(page.Practice).ToHaveTextAsync("963");
    }

    [Fact]
    public async Task What_is_being_edited_or_said_about_a_market_is_there_when_the_page_goes_on()
    {
        var first = TestApp.StartOn(_data.Path);
        await using var network = new CutProxy(first.Address);
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, network.Address);
        await page.FillMarketAsync("Will a dog bark?", "Dog");
        await page.Dialog.GetByTestId("submit").ClickAsync();
        await page.Page.GetByTestId("menu").ClickAsync();
        await page.Page.GetByTestId("change").ClickAsync();
        await page.Field("times").FillAsync("3");
        await Expect(page.ReadBack).ToContainTextAsync("3 separate times");

        first.Dispose();
        var second = TestApp.StartOn(_data.Path);
        network.LeadTo(second.Address);

        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        await Expect(page.Field("times")).ToHaveValueAsync("3");
        await Expect(page.ReadBack).ToContainTextAsync("3 separate times");
        await page.Page.Keyboard.PressAsync("Escape");
        foreach (var side in new[] { "YES", "NO" })
        {
            using var staker = await second.NewGuestAsync();
            await staker.PostJsonAsync($"/api/bets/{page.Page.Url.Split('/')[^1]}/stakes", new { side, amount = 100 }, HttpStatusCode.Created);
        }

        await page.ChooseAsync(await TestClips.MakeAsync(
            "too-short-for-a-no.mp4", "-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=10", "-pix_fmt", "yuv420p", "-t", "1.5"));
        await page.Page.GetByText("Propose how it ends").ClickAsync();
        await page.Page.GetByTestId("outcome-no").ClickAsync();
        await page.Page.GetByTestId("reason").First.ClickAsync();
        await Expect(page.Page.GetByTestId("why")).ToHaveValueAsync("It is nowhere in the clip.");

        second.Dispose();
        using var third = TestApp.StartOn(_data.Path);
        network.LeadTo(third.Address);

        await Expect(page.ReconnectDialog).ToBeHiddenAsync();
        await Expect(page.Page.GetByTestId("why")).ToHaveValueAsync("It is nowhere in the clip.");
        await page.Page.GetByTestId("say").ClickAsync();
        await Expect(page.Page.GetByTestId("sayings")).ToContainTextAsync("It is nowhere in the clip.");
    }
}
