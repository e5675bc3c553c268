using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Webhooks;

/// <summary>A message comes until it is accepted. The whole application sends to a real receiver; the clock is the test's.</summary>
public sealed class DeliveryTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private HookReceiver _receiver = null!;
    private TestApp _app = null!;

    public async Task InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        await MigratedDatabase.EnsureAsync(_data.Path);
        _app = Start();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_message_that_was_answered_500_comes_again_under_the_same_id_with_a_new_time()
    {
        _receiver.Answer = (_, http, _) => HookReceiver.AnswerAsync(http, _receiver.Got.Count == 1 ? 500 : 200);
        var (id, secret) = await MakeAsync();

        await OpenAsync();
        await _receiver.GetAsync("/hook", 1);
        await Eventually.IsTrueAsync(async () => await StateAsync(id) == "failing", "the failure is recorded");
        _time.Advance(TimeSpan.FromSeconds(2));
        _receiver.Got.Should().ContainSingle("the next attempt comes after a pause");
        _time.Advance(TimeSpan.FromSeconds(5));

        var got = await _receiver.GetAsync("/hook", 2);
        got[1].Id.Should().Be(got[0].Id);
        got[1].Body.Should().Be(got[0].Body);
        (long.Parse(got[1].Timestamp) - long.Parse(got[0].Timestamp)).Should().Be(7);
        got.Should().OnlyContain(message => message.IsSignedWith(secret));
        await Eventually.IsTrueAsync(async () => await StateAsync(id) == "active", "it works again");
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("in 90 s", 90)]
    [InlineData("86400", 3600)]
    [InlineData("-1", 5)]
    public async Task A_receiver_says_when_it_wants_a_message_again_within_an_hour(string asked, int seconds)
    {
        _receiver.Answer = (_, http, _) =>
        {
            http.Response.Headers.RetryAfter = asked == "in 90 s" ? _time.GetUtcNow().AddSeconds(91).ToString("R") : asked;
            return HookReceiver.AnswerAsync(http, _receiver.Got.Count == 1 ? 429 : 200);
        };
        var (id, _) = await MakeAsync();

        await OpenAsync();
        await _receiver.GetAsync("/hook", 1);
        await Eventually.IsTrueAsync(async () => await StateAsync(id) == "failing", "the failure is recorded");
        _time.Advance(TimeSpan.FromSeconds(seconds * 0.7));
        (await StateAsync(id)).Should().Be("failing");
        _receiver.Got.Should().ContainSingle("it is too early");
        _time.Advance(TimeSpan.FromSeconds(seconds * 0.6));

        (await _receiver.GetAsync("/hook", 2))[1].Id.Should().Be(_receiver.Got[0].Id);
    }

    [Fact]
    public async Task One_message_that_is_never_accepted_does_not_hold_up_the_others()
    {
        _receiver.Answer = (message, http, _) => HookReceiver.AnswerAsync(http, message.MarketId == 1 ? 400 : 200);
        await MakeAsync();
        for (var i = 0; i < 4; i++)
            await OpenAsync();

        await _time.UntilAsync(
            () => _receiver.Got.Select(message => message.MarketId).Distinct().Count() == 4, TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_stopped_at_once()
    {
        _receiver.Answer = (_, http, _) => HookReceiver.AnswerAsync(http, 410);
        var (id, _) = await MakeAsync();
        await OpenAsync();

        await Eventually.IsTrueAsync(async () => await StateAsync(id) == "stopped", "it is stopped");
        _receiver.Got.Should().ContainSingle();
    }

    [Fact]
    public async Task A_stop_in_the_middle_loses_nothing()
    {
        var (first, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _receiver.Answer = async (_, http, gone) =>
        {
            first.TrySetResult();
            await release.Task.WaitAsync(gone);
            http.Response.StatusCode = 204;
        };
        var (_, secret) = await MakeAsync();
        for (var i = 0; i < 6; i++)
            await OpenAsync();
        await first.Task;
        await _app.DisposeAsync();
        release.SetResult();
        _app = Start();

        await Eventually.IsTrueAsync(
            () => _receiver.Got.Select(message => message.MarketId).ToHashSet().SetEquals([1, 2, 3, 4, 5, 6]), "all arrive");
        _receiver.Got.Should().OnlyContain(message => message.IsSignedWith(secret));
    }

    private TestApp Start() => TestApp.StartOn(
        _data.Path, _time, [.. HookReceiver.Allowed, ("StreamBet:DemoMarkets", "false")]);

    private async Task<(string Id, string Secret)> MakeAsync()
    {
        var made = await _app.Local.PostJsonAsync("/api/webhooks", new { url = _receiver.At("/hook") }, HttpStatusCode.Created);
        return (made.GetProperty("webhook").GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    private Task<JsonElement> OpenAsync() => _app.Local.PostJsonAsync(
        "/api/bets", new { @event = "Will a dog be seen?", criterion = new { labels = new[] { "Dog" } } }, HttpStatusCode.Created);

    private async Task<JsonElement> HookAsync(string id) => (await _app.Local.GetJsonAsync($"/api/webhooks/{id}")).GetProperty("webhook");

    private async Task<string?> StateAsync(string id) => (await HookAsync(id)).GetProperty("state").GetString();
}
