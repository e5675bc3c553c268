using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>What one network address may use of several servers that count over Redis.</summary>
public sealed class SharedLimitTests : IAsyncLifetime
{
    private ServersOnRedis _shared = null!;

    public async Task InitializeAsync() => _shared = await ServersOnRedis.MakeAsync();

    public Task DisposeAsync()
    {
        _shared.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_used_up_at_one_is_refused_at_another_and_counted_by_each_while_Redis_is_away()
    {
        (string, string)[] limits = [("StreamBet:Limits:MarketsPerHour", "2"), ("StreamBet:Limits:StakesPerMinute", "1")];
        using var first = _shared.Start(limits);
        using var second = _shared.Start(limits);
        var (here, there) = (await first.NewGuestAsync(), await second.NewGuestAsync());
        static Task<HttpResponseMessage> OpenAsync(HttpClient person) => person.PostAsJsonAsync("/api/bets", new { @event = "Shall we?", people = true });
        static Task<HttpResponseMessage> StakeAsync(HttpClient person) => person.PostAsJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 });

        (await OpenAsync(here)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await OpenAsync(there)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await StakeAsync(here)).StatusCode.Should().Be(HttpStatusCode.Created);
        foreach (var refusing in new[] { OpenAsync(here), OpenAsync(there), StakeAsync(there) })
        {
            using var refused = await refusing;
            refused.Headers.RetryAfter!.Delta.Should().BePositive();
            (await refused.ReadAsync(HttpStatusCode.TooManyRequests)).GetProperty("code").GetString().Should().Be("rate_limited");
        }

        _shared.Redis.Kill();
        foreach (var person in new[] { here, there })
        {
            (await OpenAsync(person)).StatusCode.Should().Be(HttpStatusCode.Created);
            (await OpenAsync(person)).StatusCode.Should().Be(HttpStatusCode.Created);
            (await OpenAsync(person)).StatusCode.Should().Be(HttpStatusCode.TooManyRequests, "its own limit holds");
        }

        await _shared.Redis.StartAgainAsync();
        await Eventually.IsTrueAsync(async () => (await OpenAsync(here)).StatusCode == HttpStatusCode.Created, "it counts in Redis again");
        await Eventually.IsTrueAsync(async () => (await OpenAsync(there)).StatusCode == HttpStatusCode.Created, "so does the other one");
        (await OpenAsync(here)).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Requests_are_limited_on_all_together()
    {
        (string, string)[] limits = [("StreamBet:Limits:ReadsPerMinute", "2")];
        using var first = _shared.Start(limits);
        using var second = _shared.Start(limits);
        using var client = first.NewClientFrom("127.0.0.2");
        using var other = second.NewClientFrom("127.0.0.2");
        (await client.GetAsync("/api/bets")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await other.GetAsync("/api/bets")).StatusCode.Should().Be(HttpStatusCode.OK);
        foreach (var refused in new[] { await client.GetAsync("/api/bets"), await other.GetAsync("/api/bets") })
        {
            refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter!.Delta.Should().BePositive();
        }
    }

    [Fact]
    public async Task As_many_requests_as_are_left_are_answered_although_they_come_at_once()
    {
        using var app = _shared.Start(("StreamBet:Limits:ReadsPerMinute", "600"));
        using var client = app.NewClientFrom("127.0.0.3");

        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => client.GetAsync("/api/health/live")));

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Open_tabs_and_uploads_are_limited_on_all_together()
    {
        (string, string)[] limits = [("StreamBet:Limits:Circuits", "2"), ("StreamBet:Limits:Uploads", "2")];
        using var first = _shared.Start(limits);
        using var second = _shared.Start(limits);
        var guest = new Caller($"{Caller.GuestPrefix}one", "One", Role.Guest, "127.0.0.1");
        var tabs = new List<ClientWebSocket>();
        async Task OpenAsync(TestApp app)
        {
            tabs.Add(new ClientWebSocket());
            await tabs[^1].ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        }

        var (uploads, job) = (first.Services.GetRequiredService<UploadSlots>(), Guid.NewGuid());
        await uploads.TakeAsync(job, guest);
        await second.Services.GetRequiredService<UploadSlots>().TakeAsync(Guid.NewGuid(), guest);
        await uploads.Awaiting(slots => slots.TakeAsync(Guid.NewGuid(), guest)).Should().ThrowAsync<RefusedException>().WithMessage("2 uploads*");
        uploads.Free(job);
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    await second.Services.GetRequiredService<UploadSlots>().TakeAsync(Guid.NewGuid(), guest);
                    return true;
                }
                catch (RefusedException)
                {
                    return false;
                }
            },
            "a place is free");

        try
        {
            await OpenAsync(first);
            await OpenAsync(second);
            await FluentActions.Awaiting(() => OpenAsync(first)).Should().ThrowAsync<WebSocketException>().WithMessage("*429*");
        }
        finally
        {
            tabs.ForEach(tab => tab.Dispose());
        }
    }
}
