using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>People decide what the machine does not, in browsers of their own: a host, a staker who objects, an operator.</summary>
[Collection(EndToEndTests.Name)]
public sealed class ReviewTests(Chromium chromium) : IDisposable
{
    private const string Question = "Will a dog bark?";

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_host_proposes_in_three_clicks_a_staker_objects_by_keyboard_and_an_operator_decides()
    {
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var ada = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, 390, ColorScheme.Dark);
        await using var bob = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await host.FillMarketAsync(Question, "Dog");
        await host.Dialog.GetByTestId("submit").ClickAsync();
        await host.BackToDashboardAsync();
        await ada.StakeAsync(Question, "YES", 100);
        await bob.StakeAsync(Question, "NO", 200);
        await Expect(host.Market(Question).GetByTestId("pool")).ToHaveTextAsync("300");
        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Question }).CheckAsync();
        await host.ChooseAsync(await TestClips.MakeAsync(
            "too-short-for-a-no.mp4", "-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=10", "-pix_fmt", "yuv420p", "-t", "1.5"));

        await Expect(host.Market(Question).GetByTestId("state")).ToHaveTextAsync("review");
        await OpenMarketAsync(host);
        await Expect(host.Page.GetByTestId("review-step")).ToContainTextAsync("You propose how it ends");
        await host.EnsureAccessibleAsync();
        await host.Page.GetByTestId("outcome-no").ClickAsync();
        await host.Page.GetByTestId("reason").First.ClickAsync();
        await host.Page.GetByTestId("say").ClickAsync();
        await Expect(host.Page.GetByTestId("sayings")).ToContainTextAsync("It is nowhere in the clip.");
        await Expect(Heading(host, "In review")).ToBeFocusedAsync();

        await OpenMarketAsync(ada);
        await Expect(ada.Page.GetByTestId("preview")).ToContainTextAsync("You staked 100. You would get back 0.");
        await ada.TabToAsync(ada.Page.GetByTestId("object"));
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByTestId("objection-form").GetByTestId("why")).ToBeFocusedAsync();
        await ada.Page.Keyboard.TypeAsync("A dog is there.");
        await ada.EnsureAccessibleAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByTestId("sayings")).ToContainTextAsync("A dog is there.");
        await Expect(Heading(ada, "Proposed")).ToBeFocusedAsync();
        await Expect(ada.Page.GetByTestId("credits")).ToHaveTextAsync("890");
        await Expect(host.Page.GetByTestId("sayings")).ToContainTextAsync("A dog is there.");

        await using var judge = await OpenOperatorAsync();
        await judge.Page.GotoAsync("/reviews");
        await Expect(judge.Page.GetByTestId("review-row")).ToContainTextAsync("Your decision is due");
        await judge.EnsureAccessibleAsync();
        await judge.Page.GetByTestId("review-row").GetByRole(AriaRole.Link).ClickAsync();
        await judge.Page.GetByTestId("outcome-yes").FocusAsync();
        await judge.Page.Keyboard.PressAsync("Space");
        await judge.Page.GetByTestId("second").FillAsync("1");
        await judge.Page.GetByTestId("why").FillAsync("There it is.");
        await judge.EnsureAccessibleAsync();
        await judge.Page.GetByTestId("why").PressAsync("Enter");
        await Expect(Heading(judge, "Review")).ToBeFocusedAsync();

        await Expect(ada.Page.GetByTestId("credits")).ToHaveTextAsync("1,200");
        await Expect(bob.Page.GetByTestId("credits")).ToHaveTextAsync("800");
        await Expect(ada.Page.GetByTestId("sayings")).ToContainTextAsync("There it is.");
        await Expect(ada.Page.GetByTestId("state")).ToHaveTextAsync("resolved");
        await ada.EnsureAccessibleAsync();
    }

    [Fact]
    public async Task A_sign_in_link_that_signs_nobody_in_says_what_to_do()
    {
        var page = await chromium.Browser.NewPageAsync();

        await page.GotoAsync(new Uri(_app.Address, "/operator?token=0123456789abcdef").ToString());

        await Expect(page.GetByText("Restart the server")).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    [Fact]
    public async Task Whoever_would_lose_challenges_a_verdict_before_it_is_paid_and_the_operator_confirms_it()
    {
        await using var judge = await OpenOperatorAsync();
        await using var host = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var winner = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await using var loser = await DashboardPage.OpenAsync(chromium.Browser, _app.Address, 390);
        await host.OpenMarketAsync(Question, "Person", "2 min");
        await winner.StakeAsync(Question, "YES", 100);
        await loser.StakeAsync(Question, "NO", 200);
        await Expect(host.Market(Question).GetByTestId("pool")).ToHaveTextAsync("300");
        await host.Page.GetByRole(AriaRole.Checkbox, new() { Name = Question }).CheckAsync();
        await host.ChooseAsync(await RealClips.PeopleAsync());

        await OpenMarketAsync(winner);
        await Expect(winner.Page.GetByTestId("pending")).ToContainTextAsync("YES is paid out at");
        await Expect(winner.Page.GetByTestId("preview")).ToHaveTextAsync("You staked 100. You would get back 300.");
        await Expect(winner.Page.GetByTestId("object")).ToHaveCountAsync(0);
        await winner.EnsureAccessibleAsync();
        await OpenMarketAsync(loser);
        await loser.Page.GetByTestId("object").ClickAsync();
        await loser.Page.GetByTestId("objection-form").GetByTestId("why").FillAsync("Those are statues.");
        await loser.Page.GetByTestId("objection-form").GetByTestId("say").ClickAsync();
        await Expect(winner.Page.GetByTestId("sayings")).ToContainTextAsync("Those are statues.");

        await OpenMarketAsync(judge);
        await judge.Page.GetByTestId("outcome-yes").ClickAsync();
        await judge.Page.GetByTestId("reason").First.ClickAsync();
        await judge.Page.GetByTestId("say").ClickAsync();

        await Expect(winner.Page.GetByTestId("credits")).ToHaveTextAsync("1,220");
        await Expect(loser.Page.GetByTestId("credits")).ToHaveTextAsync("780");
        await loser.EnsureAccessibleAsync();
    }

    private static ILocator Heading(DashboardPage page, string text) =>
        page.Page.GetByRole(AriaRole.Heading, new() { Name = text, Exact = true });

    private static Task OpenMarketAsync(DashboardPage page) =>
        page.Market(Question).GetByRole(AriaRole.Link, new() { Name = Question }).ClickAsync();

    private async Task<DashboardPage> OpenOperatorAsync()
    {
        var link = _app.Services.GetServices<IHostedService>().OfType<OperatorLink>().Single();
        var token = typeof(OperatorLink).GetField("_token", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(link);
        var page = await DashboardPage.OpenAsync(chromium.Browser, _app.Address);
        await page.Page.GotoAsync($"{OperatorLink.Path}?token={token}");
        await page.ReadyAsync();
        return page;
    }
}
