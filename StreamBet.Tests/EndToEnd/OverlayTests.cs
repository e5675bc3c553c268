using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using StreamBet.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.EndToEnd;

/// <summary>An overlay in a browser, as the browser source of a streaming program shows it.</summary>
[Collection(EndToEndTests.Name)]
public sealed class OverlayTests(Chromium chromium) : IDisposable
{
    private const string Alpha = """
        async (picture) => {
          const image = new Image();
          image.src = `data:image/png;base64,${picture}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
          canvas.drawImage(image, 0, 0);
          const card = document.querySelector('[data-test=overlay]').getBoundingClientRect();
          const { data } = canvas.getImageData(0, 0, image.width, image.height);
          let outside = 0;
          for (let y = 0; y < image.height; y++)
            for (let x = 0; x < image.width; x++)
              if (x < card.left - 1 || x > card.right + 1 || y < card.top - 1 || y > card.bottom + 1)
                outside = Math.max(outside, data[4 * (y * image.width + x) + 3]);
          const inside = data[4 * (Math.round(card.top + card.height / 2) * image.width + Math.round(card.left + card.width / 2)) + 3];
          return [outside, inside];
        }
        """;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task It_comes_back_by_itself_after_a_restart_and_reads_the_market_anew()
    {
        var first = TestApp.StartOn(_data.Path);
        var market = await first.Local.OpenMarketAsync();
        await using var network = new CutProxy(first.Address);
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var sockets = 0;
        page.WebSocket += (_, _) => sockets++;
        await page.GotoAsync($"{network.Address}overlay/{market}");
        await Expect(page.GetByTestId("question")).ToHaveTextAsync("Will Person be seen?");
        await Expect(page.GetByTestId("left")).ToContainTextAsync("locks in ");

        network.Cut();
        first.Dispose();
        using var second = TestApp.StartOn(_data.Path);
        network.LeadTo(second.Address);
        network.Mend();
        using (await second.Local.PostAsJsonAsync($"/api/bets/{market}/lock", new { })) { }

        await Expect(page.GetByTestId("headline")).Not.ToHaveTextAsync("Stakes are open");
        (await context.CookiesAsync()).Should().BeEmpty();
        sockets.Should().Be(0);
    }

    [Theory]
    [InlineData("card", "dark")]
    [InlineData("bar", "light")]
    public async Task Outside_the_card_there_is_nothing_but_the_stream(string layout, string theme)
    {
        using var app = TestApp.StartOn(_data.Path);
        var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1920, Height = 1080 }, ReducedMotion = ReducedMotion.Reduce });
        try
        {
            await page.GotoAsync($"{app.Address}overlay/latest?test=open&layout={layout}&theme={theme}&align=center");
            await Expect(page.GetByTestId("overlay")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("is-shown"));

            var picture = await page.ScreenshotAsync(new() { OmitBackground = true });

            (await page.EvaluateAsync<int[]>(Alpha, Convert.ToBase64String(picture))).Should().Equal(0, 255);
        }
        finally
        {
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task The_test_shows_every_state_in_turn_and_every_text_fits()
    {
        using var app = TestApp.StartOn(_data.Path);
        var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 800, Height = 600 } });
        try
        {
            // The page's own clock, which need not be waited for.
            await page.Clock.InstallAsync();
            await page.GotoAsync($"{app.Address}overlay/latest?test=1");
            foreach (var phase in new[] { "open", "locked", "deciding", "decided", "review", "resolved", "void" })
            {
                await Expect(page.Locator($"[data-phase={phase}]")).ToBeVisibleAsync();
                await page.Clock.RunForAsync(4_000);
            }

            var widest = new string('W', 200);
            var bet = await app.Local.PostJsonAsync("/api/bets", new { @event = widest, people = true }, HttpStatusCode.Created);
            foreach (var layout in new[] { "card", "bar" })
            {
                await page.GotoAsync($"{app.Address}overlay/{bet.GetProperty("id").GetInt64()}?layout={layout}");
                await Expect(page.GetByTestId("question")).ToHaveTextAsync(widest);
                (await page.EvaluateAsync<bool>("() => [...document.querySelectorAll('.overlay, .overlay *')].every(e => e.scrollWidth <= e.clientWidth + 1 || getComputedStyle(e).display === 'inline')"))
                    .Should().BeTrue(layout);
                (await page.EvaluateAsync<double>("() => document.querySelector('.overlay').getBoundingClientRect().top")).Should().BePositive();
            }
        }
        finally
        {
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task It_is_gone_some_time_after_the_end()
    {
        using var app = TestApp.StartOn(_data.Path);
        var market = await app.Local.OpenMarketAsync();
        var page = await chromium.Browser.NewPageAsync();
        try
        {
            await page.GotoAsync($"{app.Address}overlay/{market}?hide=2");
            await Expect(page.Locator(".is-shown")).ToBeVisibleAsync();

            (await app.Local.PostAsJsonAsync($"/api/bets/{market}/void", new { reason = "The stream ended." })).EnsureSuccessStatusCode();

            await Expect(page.GetByTestId("outcome")).ToHaveTextAsync("void");
            await Expect(page.Locator(".is-shown")).ToHaveCountAsync(0);
        }
        finally
        {
            await page.CloseAsync();
        }
    }
}
