using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>What cannot be taken is said where the person looks, and nothing is left of it.</summary>
[Collection(EndToEndTests.Name)]
public sealed class BadInputTests(Chromium chromium) : IDisposable
{
    private readonly TestApp _app = TestApp.Start(("StreamBet:MaxUploadBytes", "20000000"));
    private readonly TemporaryFolder _files = new();

    public void Dispose()
    {
        _app.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task A_wrong_kind_an_empty_file_and_one_too_large_are_refused_before_a_byte_is_sent()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);

        await page.DropAsync(Write("clip.mkv", 10));
        await Expect(page.Error).ToContainTextAsync("clip.mkv: Only MP4, MOV and AVI clips are accepted");
        await page.DropAsync(Write("empty.mp4", 0));
        await Expect(page.Error).ToContainTextAsync("empty.mp4: The file is empty");
        await page.DropAsync(Write("large.mp4", 20_000_001));
        await Expect(page.Error).ToContainTextAsync("large.mp4: The clip is larger than 19.1 MB");

        await Expect(page.SendAgain).ToHaveCountAsync(0);
        (await _app.Local.GetJsonAsync("/api/health")).GetProperty("unfinished_jobs").GetInt32().Should().Be(0);
        await Expect(page.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
    }

    [Fact]
    public async Task A_page_too_many_says_so_and_what_to_do()
    {
        using var app = TestApp.Start(("StreamBet:Limits:Circuits", "1"));
        await using var first = await DashboardPage.OpenAsync(chromium.Browser, app.Address);
        await using var context = await chromium.Browser.NewContextAsync();
        var second = await context.NewPageAsync();

        await second.GotoAsync(app.Address.ToString());

        await Expect(second.GetByTestId("page-refused")).ToContainTextAsync("Too many pages are open at your network address. Close one");
    }

    [Fact]
    public async Task A_file_that_is_no_video_is_found_out_and_its_markets_open_again()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);

        await page.DropAsync(Write("story.mp4", 3_000_000));

        await Expect(page.End).ToContainTextAsync("story.mp4: The file is not an MP4, MOV or AVI video");
        await Expect(page.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_changes_or_vanishes_before_it_is_sent_is_asked_for_again()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        var (changes, vanishes) = (Copy(await RealClips.NobodyAsync(), "changes.mp4"), Copy(await RealClips.NobodyAsync(), "vanishes.mp4"));
        _app.Gate.Close();
        await page.DropAsync(await RealClips.PeopleAsync());
        await Expect(page.Headline).ToHaveTextAsync("Starting the analysis");
        await page.DropAsync(changes, vanishes);
        await Expect(page.Page.GetByText("2 clips waiting")).ToBeVisibleAsync();

        await File.AppendAllTextAsync(changes, "more");
        File.Delete(vanishes);
        _app.Gate.Open();

        await Expect(page.Error).ToContainTextAsync("has changed since you dropped it");
        await Expect(page.End).ToContainTextAsync("vanishes.mp4");
        await Expect(page.SendAgain).ToHaveCountAsync(0);
        await Expect(page.Market("person").GetByTestId("state")).ToHaveTextAsync("open");
        (await _app.Local.GetJsonAsync("/api/health")).GetProperty("unfinished_jobs").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task A_stake_that_cannot_be_is_refused_beside_its_amount_and_not_put_right()
    {
        await using var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);

        var market = page.Market("person");
        await market.GetByTestId("stake-yes").ClickAsync();
        foreach (var (text, why) in new[]
        {
            ("1001", "You hold 1,000. Stake less."), ("0", "at least 1"), ("-5", "at least 1"), ("1.5", "whole number"), ("", "whole number"),
            ("2,50", "whole number"), ("1,00", "whole number"),
        })
        {
            await market.GetByTestId("amount").FillAsync(text);
            await Expect(market).ToContainTextAsync(why);
            await market.GetByTestId("amount").PressAsync("Enter");
        }

        await Expect(market.GetByTestId("own")).ToHaveCountAsync(0);
        await Expect(page.Practice).ToHaveTextAsync("1,000");

        // What is typed takes the place of what stands there, and an Enter right after it is not lost.
        await market.GetByTestId("amount").BlurAsync();
        await market.GetByTestId("amount").FocusAsync();
        await Expect(market.GetByTestId("amount")).ToBeFocusedAsync();
        await page.Page.WaitForFunctionAsync("() => getSelection().toString() !== null && document.activeElement.selectionStart === 0");
        await page.Page.Keyboard.TypeAsync("25");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(market.GetByTestId("own")).ToHaveTextAsync("YES 25");
    }

    private string Write(string name, int bytes)
    {
        var path = _files.File(name);
        File.WriteAllBytes(path, new byte[bytes]);
        return path;
    }

    private string Copy(string from, string name)
    {
        File.Copy(from, _files.File(name));
        return _files.File(name);
    }
}
