using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Sharing;

namespace StreamBet.Tests.Features.Sharing;

/// <summary>A link to a market shows its question, where it stands and a picture wherever it is pasted.</summary>
public sealed partial class SharingTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_first_response_names_the_market_and_its_picture()
    {
        var market = await OpenAsync("Will \"<b>Rex</b>\" bark?");

        var head = await ReadHeadAsync($"/markets/{market}");

        Regex.Count(head, "<title>").Should().BePositive();
        head.Should().Contain("<title>Will &quot;&lt;b&gt;Rex&lt;/b&gt;&quot; bark? &#xB7; StreamBet</title>");
        var tags = TagsOf(head);
        tags["og:title"].Should().Be("Will \"<b>Rex</b>\" bark?");
        tags["og:description"].Should().Contain("Stakes are open. YES nobody yet, NO nobody yet; pool 0 credits.").And.Contain("People decide");
        tags["og:url"].Should().Be(new Uri(_app.Address, $"/markets/{market}").ToString());
        tags["og:image"].Should().Be(new Uri(_app.Address, $"/markets/{market}/picture.png").ToString());
        tags["twitter:card"].Should().Be("summary_large_image");
        TagsOf(await ReadHeadAsync($"/verify?bet={market}"))["og:title"].Should().Be("Receipt: Will \"<b>Rex</b>\" bark?");
    }

    [Fact]
    public async Task A_known_proxy_says_the_scheme_of_the_addresses()
    {
        using var app = TestApp.Start(("StreamBet:KnownProxies:0", "127.0.0.1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/markets/1");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Host = "bets.example.org";
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await app.NewClient().SendAsync(request);

        TagsOf(await response.Content.ReadAsStringAsync())["og:image"].Should().Be("https://bets.example.org/markets/1/picture.png");
    }

    [Fact]
    public async Task The_picture_is_a_PNG_that_need_not_be_sent_twice()
    {
        var market = await OpenAsync("Shall we?");
        using var client = _app.NewClient();

        using var first = await client.GetAsync(PictureOf(market));
        first.StatusCode.Should().Be(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        first.Headers.Contains("Set-Cookie").Should().BeFalse();
        using var again = new HttpRequestMessage(HttpMethod.Get, PictureOf(market));
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));
        using var second = await client.SendAsync(again);
        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, PictureOf(market)));
        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.Should().Be((await first.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task However_many_ask_at_once_it_is_drawn_once_and_anew_when_the_market_has_ended()
    {
        var market = await OpenAsync("Shall we?");
        using var client = _app.NewClient();
        var pictures = _app.Services.GetRequiredService<SharePictures>();

        var tags = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TagAsync(client, market)));
        tags.Distinct().Should().ContainSingle();
        pictures.Drawn.Should().Be(1);

        (await _app.Local.PostAsJsonAsync($"/api/bets/{market}/void", new { reason = "The stream ended." })).EnsureSuccessStatusCode();
        (await TagAsync(client, market)).Should().NotBe(tags[0]);
        pictures.Drawn.Should().Be(2);
    }

    [Fact]
    public async Task Only_so_many_pictures_wait_to_be_drawn_and_others_are_put_off()
    {
        var markets = new List<long>();
        for (var number = 0; number <= SharePictures.MaxWaiting + 1; number++)
            markets.Add(await OpenAsync($"Shall we, {number}?"));
        var pictures = _app.Services.GetRequiredService<SharePictures>();
        using var client = _app.NewClient();
        var known = await TagAsync(client, markets[0]);
        await pictures.Turn.WaitAsync();
        var waiting = markets[1..^1].Select(market => pictures.FindAsync(market, default)).ToList();
        await Eventually.IsTrueAsync(() => pictures.Waiting == SharePictures.MaxWaiting, "all of them wait");

        using (var late = await client.GetAsync(PictureOf(markets[^1])))
        {
            late.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            late.Headers.RetryAfter!.Delta.Should().BePositive();
            (await late.Content.ReadAsStringAsync()).Should().Contain("pictures_busy");
        }

        (await TagAsync(client, markets[0])).Should().Be(known, "that is drawn already");
        pictures.Turn.Release();
        (await Task.WhenAll(waiting)).Should().NotContainNulls();
        (await client.GetAsync(PictureOf(markets[^1]))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_market_that_is_not_there_or_on_no_list_has_neither_picture_nor_name()
    {
        var market = await OpenAsync("A question nobody should spread");
        using var operatorPage = await Browser.OperatorAsync(_app);
        (await operatorPage.Client.PostAsync($"/api/bets/{market}/unlist", null)).EnsureSuccessStatusCode();

        foreach (var id in new[] { market, 999 })
        {
            (await _app.NewClient().GetAsync(PictureOf(id)).CodeAsync(HttpStatusCode.NotFound)).Should().Be("market_not_found");
            TagsOf(await ReadHeadAsync($"/markets/{id}")).Should().NotContainKey("og:image");
        }
    }

    [Fact]
    public async Task A_page_about_something_that_is_not_there_says_so_by_its_status()
    {
        var market = await OpenAsync("Shall we?");
        var guest = await _app.NewGuestAsync();
        var name = (await guest.GetJsonAsync("/api/me")).GetProperty("name").GetString()!;
        foreach (var missing in new[] { "/markets/999", "/people?name=nobody", "/people", $"/jobs/{Guid.NewGuid()}" })
        {
            using var page = await ReadPageAsync(guest, missing);
            page.StatusCode.Should().Be(HttpStatusCode.NotFound, missing);
            (await page.Content.ReadAsStringAsync()).Should().Contain("blazor.web.js", "the page itself says it in its own words");
        }

        await guest.PostJsonAsync($"/api/bets/{market}/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
        foreach (var there in new[] { $"/markets/{market}", $"/people?name={Uri.EscapeDataString(name)}", "/markets", "/" })
        {
            using var page = await ReadPageAsync(guest, there);
            page.StatusCode.Should().Be(HttpStatusCode.OK, there);
        }
    }

    private static string PictureOf(long market) => $"/markets/{market}/picture.png";

    private async Task<long> OpenAsync(string question) => (await _app.Local.PostJsonAsync(
        "/api/bets", new { @event = question, people = true }, HttpStatusCode.Created)).GetProperty("id").GetInt64();

    private static async Task<string> TagAsync(HttpClient client, long market)
    {
        using var response = await client.GetAsync(PictureOf(market));
        return response.Headers.ETag!.Tag;
    }

    private async Task<string> ReadHeadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await _app.NewClient().SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        return html[..html.IndexOf("</head>", StringComparison.Ordinal)];
    }

    private static async Task<HttpResponseMessage> ReadPageAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return await client.SendAsync(request);
    }

    private static Dictionary<string, string> TagsOf(string html) => Tag().Matches(html).ToDictionary(
        tag => tag.Groups["name"].Value, tag => WebUtility.HtmlDecode(tag.Groups["content"].Value));

    [GeneratedRegex("<meta (property|name)=\"(?<name>(og|twitter):[^\"]*)\" content=\"(?<content>[^\"]*)\"")]
    private static partial Regex Tag();
}
