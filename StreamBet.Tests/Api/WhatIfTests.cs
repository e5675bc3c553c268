using System.Net;
using System.Net.Http.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>What a stored analysis would come to with another threshold: an answer, and nothing else.</summary>
public sealed class WhatIfTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_threshold_asks_what_would_be_and_moves_nothing()
    {
        var (host, viewer) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        var id = await host.OpenMarketAsync();
        await viewer.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 100 }, HttpStatusCode.Created);
        var job = await SendAsync(host, $"?bet_ids={id}");
        var before = await StateAsync();

        var low = await host.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job, threshold = 60 });
        var high = await host.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job, threshold = 100 });

        low.EnumerateObject().Select(property => property.Name).Should().Equal(
            "status", "outcome", "confidence", "payout_triggered", "detected_at", "what_if");
        low.GetProperty("outcome").GetString().Should().Be("YES");
        low.GetProperty("payout_triggered").GetBoolean().Should().BeFalse();
        low.GetProperty("what_if").GetBoolean().Should().BeTrue();
        high.GetProperty("status").GetString().Should().Be("failed", "people were seen, if not with over 100 %");
        (await StateAsync()).Should().Be(before);

        async Task<string> StateAsync() =>
            $"{await viewer.GetJsonAsync($"/api/bets/{id}")}{await viewer.GetJsonAsync("/api/me")}";
    }

    [Fact]
    public async Task It_can_be_asked_of_a_market_that_another_clip_decides()
    {
        var guest = await _app.NewGuestAsync();
        var job = await SendAsync(guest);
        var id = await guest.OpenMarketAsync("Dog");

        var answer = await guest.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job, threshold = 90 });

        answer.GetProperty("outcome").GetString().Should().Be("NO");
        (await guest.StateOfAsync(id)).Should().Be("open");
        (await AskAsync(guest, id, job, null).CodeAsync(HttpStatusCode.Conflict)).Should().Be("job_not_bound");
    }

    [Fact]
    public async Task Only_those_who_may_read_the_whole_analysis_may_ask()
    {
        var (host, stranger) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        var id = await host.OpenMarketAsync();
        var job = await SendAsync(host, $"?bet_ids={id}");

        (await AskAsync(stranger, id, job, 60).CodeAsync(HttpStatusCode.NotFound)).Should().Be("job_not_found");
        (await AskAsync(host, id, Guid.NewGuid(), 60).CodeAsync(HttpStatusCode.NotFound)).Should().Be("job_not_found");
        (await AskAsync(host, 9_999, job, 60).CodeAsync(HttpStatusCode.NotFound)).Should().Be("market_not_found");
    }

    [Fact]
    public async Task The_host_of_a_market_may_ask_of_a_clip_that_the_operator_bound_to_it()
    {
        const string key = "a key for the operator";
        using var app = TestApp.Start(
            ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", key), ("StreamBet:ApiKeys:0:Role", "operator"));
        var (host, boss) = (await app.NewGuestAsync(), app.NewClient(key));
        var id = await host.OpenMarketAsync();
        var job = await SendAsync(boss, $"?bet_ids={id}");

        foreach (var reader in new[] { host, boss })
        {
            (await AskAsync(reader, id, job, 60)).StatusCode.Should().Be(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData(49.9)]
    [InlineData(100.1)]
    [InlineData(-1)]
    public async Task A_threshold_under_50_or_over_100_is_refused(double threshold)
    {
        var job = await SendAsync(_app.Local);

        var code = await AskAsync(_app.Local, 1, job, threshold).CodeAsync(HttpStatusCode.UnprocessableEntity);

        code.Should().Be("threshold");
    }

    [Fact]
    public async Task Of_a_job_under_way_it_is_asked_again_later()
    {
        _app.Gate.Close();
        var response = await _app.Local.SendClipAsync(await RealClips.PeopleAsync(), isAsync: true);
        var job = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetGuid();

        (await AskAsync(_app.Local, 1, job, 60).CodeAsync(HttpStatusCode.Conflict)).Should().Be("job_running");
        _app.Gate.Open();
    }

    private static async Task<Guid> SendAsync(HttpClient client, string query = "") =>
        (await (await client.SendClipAsync(await RealClips.PeopleAsync(), query)).ReadAsync()).GetProperty("job_id").GetGuid();

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, long marketId, Guid jobId, double? threshold) =>
        client.PostAsJsonAsync("/api/resolve", new { bet_id = marketId, job_id = jobId, threshold });
}
