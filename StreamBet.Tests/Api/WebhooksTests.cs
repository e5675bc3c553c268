using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using StreamBet.Core.Webhooks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>/api/webhooks, and messages to a receiver on a real socket.</summary>
public sealed class WebhooksTests : IAsyncLifetime
{
    private static readonly object Market = new { @event = "Will a dog be seen?", criterion = new { labels = new[] { "Dog" } } };

    private readonly TestApp _app = TestApp.Start(
    [
        .. HookReceiver.Allowed, ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", "0123456789abcdef"),
        ("StreamBet:ApiKeys:0:Role", "operator"), ("StreamBet:ApiKeys:1:Name", "host"), ("StreamBet:ApiKeys:1:Key", "fedcba9876543210"),
        ("StreamBet:ApiKeys:1:Role", "host"), ("StreamBet:DemoMarkets", "false"),
    ]);

    private readonly HttpClient _host;

    private HookReceiver _receiver = null!;

    public WebhooksTests() => _host = _app.NewClient("fedcba9876543210");

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _app.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_host_gets_signed_messages_about_their_markets_and_an_operator_about_all()
    {
        using var boss = _app.NewClient("0123456789abcdef");
        var (_, secret) = await MakeAsync(_host, "/own");
        var (_, bossSecret) = await MakeAsync(boss, "/all");
        var own = await OpenAsync(_host);
        await _host.PostJsonAsync($"/api/bets/{own}/void", new { reason = "A mistake." });
        var foreign = await OpenAsync(boss);

        var told = await _receiver.GetAsync("/own", 2);
        var toldBoss = await _receiver.GetAsync("/all", 3);
        told.Select(message => (message.Type, message.MarketId)).Should().BeEquivalentTo([("market.opened", own), ("market.void", own)]);
        toldBoss.Select(message => (message.Type, message.MarketId)).Should().BeEquivalentTo(
            [("market.opened", own), ("market.void", own), ("market.opened", foreign)]);
        told.Should().OnlyContain(message => message.IsSignedWith(secret));
        toldBoss.Should().OnlyContain(message => message.IsSignedWith(bossSecret) && !message.IsSignedWith(secret));
        var bet = told.Single(message => message.Type == "market.void").Json.GetProperty("data").GetProperty("bet");
        var shown = (await _host.GetJsonAsync($"/api/bets/{own}")).GetProperty("bet");
        foreach (var part in bet.EnumerateObject())
            shown.GetProperty(part.Name).GetRawText().Should().Be(part.Value.GetRawText(), "{0} is as in GET /api/bets", part.Name);
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_is_not_in_the_database()
    {
        var (id, secret) = await MakeAsync(_host, "/own");

        foreach (var path in new[] { "/api/webhooks", $"/api/webhooks/{id}", $"/api/webhooks/{id}/deliveries" })
            (await _host.GetStringAsync(path)).Should().NotContain("whsec_").And.NotContain("secret");
        var stored = await Task.WhenAll(Directory.GetFiles(_app.DataDirectory, "streambet.db*").Select(ReadSharedAsync));
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        stored.Any(bytes => Holds(bytes, key) || Holds(bytes, Encoding.UTF8.GetBytes(secret))).Should().BeFalse();
    }

    [Fact]
    public async Task A_test_message_arrives_and_the_list_shows_it()
    {
        var (id, secret) = await MakeAsync(_host, "/own");

        var ping = (await _host.PostJsonAsync($"/api/webhooks/{id}/test", new { }, HttpStatusCode.Accepted)).GetProperty("delivery");

        var got = (await _receiver.GetAsync("/own", 1)).Single();
        got.IsSignedWith(secret).Should().BeTrue();
        (got.Type, got.Id).Should().Be(("webhook.ping", ping.GetProperty("id").GetString()!));
        await Eventually.IsTrueAsync(
            async () => (await DeliveriesAsync(id)) is [var one] && one.GetProperty("state").GetString() == "delivered", "it is recorded");
        var shown = (await DeliveriesAsync(id)).Single();
        (shown.GetProperty("status").GetInt32(), shown.GetProperty("attempts").GetInt32()).Should().Be((204, 1));
        (await _host.PostAsJsonAsync($"/api/webhooks/{id}/test", new { })).Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        (await _host.PostAsJsonAsync($"/api/webhooks/{id}/test", new { }).CodeAsync(HttpStatusCode.TooManyRequests))
            .Should().Be("webhook_tested");
        (await HookAsync(id)).GetProperty("state").GetString().Should().Be("active");
    }

    [Fact]
    public async Task Nobody_else_sees_or_touches_a_webhook()
    {
        var (id, _) = await MakeAsync(_host, "/own");
        using var guest = await _app.NewGuestAsync();
        using var boss = _app.NewClient("0123456789abcdef");
        using var nobody = _app.NewClient("not a key of this server");

        (await nobody.GetAsync("/api/webhooks").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        foreach (var other in new[] { guest, boss })
        {
            (await other.GetJsonAsync("/api/webhooks")).GetProperty("webhooks").GetArrayLength().Should().Be(0);
            foreach (var call in new Func<Task<HttpResponseMessage>>[]
            {
                () => other.GetAsync($"/api/webhooks/{id}"), () => other.GetAsync($"/api/webhooks/{id}/deliveries"),
                () => other.PostAsJsonAsync($"/api/webhooks/{id}/test", new { }),
                () => other.PostAsJsonAsync($"/api/webhooks/{id}/resume", new { }),
            })
            {
                (await call().CodeAsync(HttpStatusCode.NotFound)).Should().Be("webhook_not_found");
            }
        }

        (await guest.DeleteAsync($"/api/webhooks/{id}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("webhook_not_found");
        (await _host.DeleteAsync($"/api/webhooks/{id}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await _host.GetAsync($"/api/webhooks/{id}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("webhook_not_found");
    }

    [Fact]
    public async Task An_operator_can_delete_anybodys_webhook()
    {
        var (id, _) = await MakeAsync(_host, "/own");

        (await _app.NewClient("0123456789abcdef").DeleteAsync($"/api/webhooks/{id}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await _host.GetAsync($"/api/webhooks/{id}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("webhook_not_found");
    }

    [Fact]
    public async Task The_eleventh_webhook_is_refused_with_a_sentence()
    {
        for (var i = 0; i < WebhookKeeper.MaxOfPerson; i++)
            await MakeAsync(_host, $"/{i}");

        (await _host.PostAsJsonAsync("/api/webhooks", new { url = _receiver.At("/11") }).CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("too_many_webhooks");
    }

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("/hook")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("https://name:password@example.org/")]
    [InlineData("https://example.org/#part")]
    public async Task A_URL_that_is_none_is_refused(string? url) =>
        (await _host.PostAsJsonAsync("/api/webhooks", new { url }).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("webhook_url");

    [Fact]
    public async Task An_unknown_event_is_refused() =>
        (await _host.PostAsJsonAsync("/api/webhooks", new { url = _receiver.At("/"), events = new[] { "market.staked" } })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("webhook_events");

    [Fact]
    public async Task Without_the_settings_only_https_to_the_internet_is_accepted()
    {
        await using var strict = TestApp.Start();
        foreach (var url in new[] { "http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/" })
        {
            (await strict.Local.PostAsJsonAsync("/api/webhooks", new { url }).CodeAsync(HttpStatusCode.UnprocessableEntity))
                .Should().Be("webhook_url", url);
        }

        // A name is checked only when it is connected to.
        var made = await strict.Local.PostJsonAsync(
            "/api/webhooks", new { url = $"https://localhost:{_receiver.Port}/" }, HttpStatusCode.Created);
        var path = $"/api/webhooks/{made.GetProperty("webhook").GetProperty("id").GetString()}";
        await strict.Local.PostJsonAsync($"{path}/test", new { }, HttpStatusCode.Accepted);
        await Eventually.IsTrueAsync(
            async () => (await strict.Local.GetJsonAsync($"{path}/deliveries")).GetProperty("deliveries")[0].GetProperty("fault").GetString()
                is { } fault && fault.Contains("not of the public internet", StringComparison.Ordinal),
            "the ping tells why it did not arrive");
        _receiver.Got.Should().BeEmpty();
    }

    [Fact]
    public async Task Receivers_that_hang_hold_up_no_others()
    {
        var gate = new TaskCompletionSource();
        _receiver.Answer = (message, http, gone) => message.Path == "/fast"
            ? HookReceiver.AnswerAsync(http, 204)
            : gate.Task.WaitAsync(gone);
        using var boss = _app.NewClient("0123456789abcdef");
        await MakeAsync(_host, "/fast");
        await OpenAsync(_host);
        await _receiver.GetAsync("/fast", 1);
        for (var i = 0; i < WebhookKeeper.MaxOfPerson; i++)
        {
            await MakeAsync(boss, $"/slow/{i}");
            if (i > 0)
                await MakeAsync(_host, $"/slow/host/{i}");
        }

        // There are more that hang than places for those that have accepted nothing yet.
        await OpenAsync(_host);
        await Eventually.IsTrueAsync(() => _receiver.Got.Count(message => message.Path != "/fast") >= WebhookDeliverer.MaxUnproven, "they hang");
        await OpenAsync(_host);
        await _receiver.GetAsync("/fast", 3);
        gate.SetResult();
    }

    private async Task<(string Id, string Secret)> MakeAsync(HttpClient client, string path)
    {
        var made = await client.PostJsonAsync("/api/webhooks", new { url = _receiver.At(path) }, HttpStatusCode.Created);
        return (made.GetProperty("webhook").GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    private static async Task<long> OpenAsync(HttpClient client) =>
        (await client.PostJsonAsync("/api/bets", Market, HttpStatusCode.Created)).GetProperty("id").GetInt64();

    private async Task<List<JsonElement>> DeliveriesAsync(string id) =>
        [.. (await _host.GetJsonAsync($"/api/webhooks/{id}/deliveries")).GetProperty("deliveries").EnumerateArray()];

    private async Task<JsonElement> HookAsync(string id) => (await _host.GetJsonAsync($"/api/webhooks/{id}")).GetProperty("webhook");

    private static bool Holds(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part) >= 0;

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory);
        return memory.ToArray();
    }
}
