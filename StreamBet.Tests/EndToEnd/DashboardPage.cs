using System.Diagnostics;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace StreamBet.Tests.EndToEnd;

/// <summary>The page as a person uses it.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private const string FindBrokenRules = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(
          ({ id, help, nodes }) => `${id}: ${help} at ${nodes.slice(0, 4).map((node) => node.html).join(' | ')}`)
        """;

    private static readonly TimeSpan MaxFade = TimeSpan.FromSeconds(10);
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly IBrowserContext _context;
    private readonly bool _ownsContext;

    private DashboardPage(IBrowserContext context, IPage page, bool ownsContext)
    {
        (_context, Page, _ownsContext) = (context, page, ownsContext);
        page.PageError += (_, error) => Problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Problems.Add(message.Text);
        };
    }

    /// <summary>The tab itself.</summary>
    public IPage Page { get; }

    /// <summary>What the browser complained of; a test that cuts connections on purpose does not ask.</summary>
    public List<string> Problems { get; } = [];

    public ILocator Progress => Page.GetByTestId("progress");

    public ILocator Headline => Page.GetByTestId("headline");

    public ILocator Error => Page.GetByTestId("error");

    public ILocator End => Page.GetByTestId("end");

    public ILocator Practice => Page.GetByTestId("practice");

    public ILocator SendAgain => Page.GetByRole(AriaRole.Button, new() { Name = "Send it again" });

    public ILocator OpenMarket => Page.GetByTestId("open-market");

    /// <summary>The dialog that is open, other than that of a cut.</summary>
    public ILocator Dialog => Page.Locator("dialog[open]:not(#components-reconnect-modal)");

    /// <summary>What the dialog says that will decide, or what is wrong.</summary>
    public ILocator ReadBack => Dialog.GetByTestId("readback");

    public ILocator ReconnectDialog => Page.Locator("#components-reconnect-modal");

    /// <summary>Opens the page in a browser of its own, as a new guest. Unless a test looks at what moves, nothing does: without
    /// a graphics card, painting it takes a processor.</summary>
    public static async Task<DashboardPage> OpenAsync(
        IBrowser browser, Uri address, int width = 1440, ColorScheme colours = ColorScheme.Light, string? timeZone = null,
        ReducedMotion motion = ReducedMotion.Reduce)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = colours,
            ReducedMotion = motion,
            TimezoneId = timeZone,
        });
        context.SetDefaultTimeout(30_000);
        return await OpenAsync(context, "/", ownsContext: true);
    }

    /// <summary>Opens the address in a second tab of the same browser.</summary>
    public Task<DashboardPage> OpenTabAsync(string address) => OpenAsync(_context, address, ownsContext: false);

    /// <summary>Waits until the page can be used.</summary>
    public Task ReadyAsync() => Market("person").WaitForAsync();

    /// <summary>The card of an active market, by a part of its question.</summary>
    public ILocator Market(string question) =>
        Page.GetByTestId("market").Filter(new() { Has = Page.Locator("a.event-link, h1").Filter(new() { HasText = question }) });

    /// <summary>The verdict on a market, by a part of its question.</summary>
    public ILocator Verdict(string question) =>
        Page.GetByTestId("verdict").Filter(new LocatorFilterOptions { HasText = question });

    /// <summary>The lane of a label on the timeline of evidence.</summary>
    public ILocator Lane(string label) =>
        Page.GetByTestId("lanes").GetByRole(AriaRole.Slider, new() { NameRegex = new Regex($"^{Regex.Escape(label)},") });

    /// <summary>The player's picture: the video, or what stands in for it.</summary>
    public ILocator Stage => Page.GetByTestId("stage");

    /// <summary>A field of the open dialog.</summary>
    public ILocator Field(string name) => Dialog.GetByTestId(name);

    /// <summary>Opens the dialog for a market and fills in what it cannot do without.</summary>
    public async Task FillMarketAsync(string question, string label)
    {
        await OpenMarket.ClickAsync();
        await Field("question").FillAsync(question);
        await AddLabelAsync(label);
    }

    /// <summary>Opens a market on a label whose verdict is paid out at once, unless there is time for a challenge.</summary>
    public async Task OpenMarketAsync(string question, string label, string challenge = "0")
    {
        await FillMarketAsync(question, label);
        await Dialog.GetByText("More: ").ClickAsync();
        await Field("challenge").FillAsync(challenge);
        await Field("submit").ClickAsync();
        await BackToDashboardAsync();
    }

    /// <summary>Goes back to the dashboard from the page of a market that was just opened.</summary>
    public async Task BackToDashboardAsync()
    {
        await Page.GetByTestId("proof").WaitForAsync();
        await GoToDashboardAsync();
    }

    /// <summary>Goes to the dashboard, and waits until it takes clips.</summary>
    public async Task GoToDashboardAsync()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Markets", Exact = true }).ClickAsync();
        await Page.Locator("#upload-title").WaitForAsync();
    }

    /// <summary>Adds a label in the open dialog.</summary>
    public async Task AddLabelAsync(string label)
    {
        await Field("labels").FillAsync(label);
        await Field("labels").PressAsync("Enter");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = $"Remove {label}" }).WaitForAsync();
    }

    /// <summary>Stakes by mouse.</summary>
    public async Task StakeAsync(string question, string side, long amount)
    {
        var market = Market(question);
        await market.GetByTestId($"stake-{side.ToLowerInvariant()}").ClickAsync();
        await market.GetByTestId("amount").FillAsync(amount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await market.GetByTestId("place").ClickAsync();
    }

    /// <summary>Drops files on the middle of the page, as from a folder of the desktop.</summary>
    public async Task DropAsync(params string[] paths)
    {
        var cdp = await _context.NewCDPSessionAsync(Page);
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await cdp.SendAsync("Input.dispatchDragEvent", new Dictionary<string, object>
            {
                ["type"] = type,
                ["x"] = 200,
                ["y"] = 600,
                ["data"] = new Dictionary<string, object>
                {
                    ["items"] = Array.Empty<object>(),
                    ["files"] = paths,
                    ["dragOperationsMask"] = 1,
                },
            });
            if (type == "dragOver")
                await Assertions.Expect(Page.Locator("html")).ToHaveClassAsync(new Regex("is-dragging"));
        }

        await cdp.DetachAsync();
    }

    /// <summary>Chooses files by the button.</summary>
    public Task ChooseAsync(params string[] paths) => Page.SetInputFilesAsync("#clip-file", paths);

    /// <summary>Presses Tab until what has the focus is the element that is wanted.</summary>
    public async Task TabToAsync(ILocator wanted, string key = "Tab")
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await Page.Keyboard.PressAsync(key);
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        throw new InvalidOperationException($"No number of tabs leads to {wanted}.");
    }

    /// <summary>Asks that nothing of the page breaks the rules of accessibility, or sticks out to the side.</summary>
    public async Task EnsureAccessibleAsync()
    {
        // A message that is fading out has little contrast for a moment; what is wrong with the page stays wrong.
        var watch = Stopwatch.StartNew();
        IReadOnlyList<string> broken;
        do
            broken = await BrokenRulesAsync();
        while (broken.Count > 0 && watch.Elapsed < MaxFade);
        broken.Should().BeEmpty();
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).Should().BeLessThanOrEqualTo(0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        if (_ownsContext)
            await _context.DisposeAsync();
    }

    // In the page itself, which has no frames: the package's own call opens another page for each result, which takes longer than the
    // check.
    private async Task<IReadOnlyList<string>> BrokenRulesAsync()
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
            await Page.EvaluateAsync(Axe);
        return await Page.EvaluateAsync<string[]>(FindBrokenRules);
    }

    private static async Task<DashboardPage> OpenAsync(IBrowserContext context, string address, bool ownsContext)
    {
        var page = new DashboardPage(context, await context.NewPageAsync(), ownsContext);
        await page.Page.GotoAsync(address);
        await page.ReadyAsync();
        return page;
    }
}
