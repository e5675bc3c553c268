using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Only the bound clip decides, and nobody bets on a known result.</summary>
public sealed class BindingTests : IDisposable
{
    // A clock that stands still: however long an analysis takes, no upload that waits for it is too slow.
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TestApp _app;

    public BindingTests() => _app = TestApp.Start(_clock);

    public void Dispose() => _app.Dispose();

    private static Task<HttpResponseMessage> ResolveAsync(HttpClient client, long marketId, Guid jobId) =>
        client.PostAsJsonAsync("/api/resolve", new { bet_id = marketId, job_id = jobId });

    private static async Task<Guid> JobOfAsync(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK) =>
        (await response.ReadAsync(status)).GetProperty("job_id").GetGuid();

    [Fact]
    public async Task A_clip_that_was_analysed_before_cannot_be_bound()
    {
        var clip = await RealClips.PeopleAsync();
        var id = await _app.Local.OpenMarketAsync();
        var seen = await JobOfAsync(await _app.Local.SendClipAsync(clip));

        (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}").CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("clip_known");
        (await ResolveAsync(_app.Local, id, seen).CodeAsync(HttpStatusCode.Conflict)).Should().Be("job_not_bound");
        (await _app.Local.StateOfAsync(id)).Should().Be("open");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task Of_several_clips_that_were_analysed_first_none_can_be_chosen()
    {
        var id = await _app.Local.OpenMarketAsync();
        foreach (var clip in new[] { await RealClips.NobodyAsync(), await RealClips.PeopleAsync() })
        {
            var seen = await JobOfAsync(await _app.Local.SendClipAsync(clip));

            (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}").CodeAsync(HttpStatusCode.Conflict)).Should().Be("clip_known");
            (await ResolveAsync(_app.Local, id, seen).CodeAsync(HttpStatusCode.Conflict)).Should().Be("job_not_bound");
        }

        (await _app.Local.StateOfAsync(id)).Should().Be("open");
    }

    [Fact]
    public async Task An_upload_cannot_be_held_back_while_its_clip_is_tried_out()
    {
        var bytes = await File.ReadAllBytesAsync(await RealClips.PeopleAsync());
        var id = await _app.Local.OpenMarketAsync();
        using var upload = await RawUpload.BeginAsync(_app.Address, _app.Key, bytes.Length, $"?bet_ids={id}");
        await upload.SendAsync(bytes.AsMemory(..^1));
        await Eventually.IsTrueAsync(() => _app.HeldClips.Length == 1, "the upload begins");
        await JobOfAsync(await _app.Local.SendClipAsync(await RealClips.PeopleAsync()));

        await upload.SendAsync(bytes.AsMemory(^1..));
        await upload.EndAsync();

        (await upload.ReadAnswerAsync()).Should().StartWith("HTTP/1.1 409").And.Contain("clip_known");
        (await _app.Local.StateOfAsync(id)).Should().Be("open");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task Clips_of_one_person_let_others_go_first_and_a_cancelled_one_keeps_nobody_waiting()
    {
        _app.Gate.Close();
        var analysed = _app.Services.GetRequiredService<IClipAnalyzer>().Parallelism;
        var own = await SendAsync(_app.Local, analysed + 2);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var others = await SendAsync(await _app.NewGuestAsync(), analysed + 1);
        await EnsurePlaceAsync(others[0], 1);
        await EnsurePlaceAsync(own[^1], analysed + 3);

        (await _app.Local.PostAsync($"/api/jobs/{own[^2]}/cancel", null)).EnsureSuccessStatusCode();

        await EnsurePlaceAsync(own[^1], analysed + 1);

        async Task<List<Guid>> SendAsync(HttpClient client, int count)
        {
            var sent = new List<Guid>();
            while (sent.Count < count)
                sent.Add(await JobOfAsync(await client.SendClipAsync(await RealClips.PeopleAsync(), isAsync: true), HttpStatusCode.Accepted));
            return sent;
        }

        Task EnsurePlaceAsync(Guid job, int place) => Eventually.IsTrueAsync(
            () => _app.Services.GetRequiredService<JobFeed>().Current(job)?.Place == place, $"its place is {place}");
    }

    [Fact]
    public async Task A_bound_clip_locks_its_market_until_it_is_decided()
    {
        _app.Gate.Close();
        var guest = await _app.NewGuestAsync();
        var id = await _app.Local.OpenMarketAsync();
        var job = await JobOfAsync(
            await _app.Local.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}", isAsync: true),
            HttpStatusCode.Accepted);

        (await _app.Local.StateOfAsync(id)).Should().Be("deciding");
        (await guest.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 1 })
            .CodeAsync(HttpStatusCode.Conflict)).Should().Be("market_not_open");
        (await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id}").CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("market_bound");
        (await _app.Local.PostAsJsonAsync($"/api/bets/{id}/void", new { reason = "I changed my mind." })
            .CodeAsync(HttpStatusCode.Conflict)).Should().Be("clip_is_here");
        (await _app.Local.PostAsync($"/api/jobs/{job}/cancel", null).CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("job_not_cancellable");
        using (var running = await ResolveAsync(_app.Local, id, job))
        {
            running.StatusCode.Should().Be(HttpStatusCode.Conflict);
            running.Headers.RetryAfter!.Delta.Should().BePositive();
        }

        _app.Gate.Open();
        await EndOfAsync(job);
        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
        (await ResolveAsync(_app.Local, id, Guid.NewGuid()).CodeAsync(HttpStatusCode.NotFound)).Should().Be("job_not_found");
    }

    [Fact]
    public async Task After_a_failed_analysis_the_same_clip_may_be_sent_again_and_no_other()
    {
        var clip = await RealClips.PeopleAsync();
        var id = await _app.Local.OpenMarketAsync();
        _app.Gate.Fail(new AnalysisFailedException("model_failed", "The test made it fail."));
        (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}").CodeAsync(HttpStatusCode.InternalServerError))
            .Should().Be("model_failed");
        (await _app.Local.StateOfAsync(id)).Should().Be("locked");
        _app.HeldClips.Should().BeEmpty();

        _app.Gate.Fail(null);
        (await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id}").CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("other_clip");
        (await _app.Local.StateOfAsync(id)).Should().Be("locked");

        await JobOfAsync(await _app.Local.SendClipAsync(clip, $"?bet_ids={id}"));
        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
    }

    [Fact]
    public async Task A_host_who_committed_to_a_clip_can_bind_that_one_alone()
    {
        var clip = await RealClips.PeopleAsync();
        var sha256 = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(clip)));
        var id = await _app.Local.OpenMarketAsync(clipSha256: sha256);

        (await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id}").CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("other_clip");
        (await _app.Local.StateOfAsync(id)).Should().Be("open");
        await JobOfAsync(await _app.Local.SendClipAsync(clip, $"?bet_ids={id}"));
        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
    }

    [Fact]
    public async Task A_clip_that_its_host_committed_to_and_had_analysed_cannot_be_bound()
    {
        var clip = await RealClips.PeopleAsync();
        var sha256 = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(clip)));
        var id = await _app.Local.OpenMarketAsync(clipSha256: sha256);
        await JobOfAsync(await _app.Local.SendClipAsync(clip));

        (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}").CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("clip_known");
        (await _app.Local.StateOfAsync(id)).Should().Be("open");
    }

    [Fact]
    public async Task A_damaged_clip_is_no_ground_for_no()
    {
        var bytes = await File.ReadAllBytesAsync(await RealClips.SixSecondsAsync());
        var random = new Random(20260101);
        for (var hit = 0; hit < 200; hit++)
            bytes[random.Next(bytes.Length / 10, bytes.Length * 9 / 10)] ^= 0x55;
        var id = await _app.Local.OpenMarketAsync("Dog");

        var job = await JobOfAsync(await _app.Local.SendClipAsync(new ByteArrayContent(bytes), "clip.mp4", $"?bet_ids={id}"));

        var answer = await (await ResolveAsync(_app.Local, id, job)).ReadAsync();
        answer.GetProperty("status").GetString().Should().Be("failed");
        answer.GetProperty("reason").GetString().Should().Contain("damaged");
        (await _app.Local.StateOfAsync(id)).Should().Be("review");
    }

    [Fact]
    public async Task Only_its_host_binds_a_clip_and_the_host_holds_no_stake()
    {
        var guest = await _app.NewGuestAsync();
        var id = await _app.Local.OpenMarketAsync();

        (await guest.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id}").CodeAsync(HttpStatusCode.Forbidden))
            .Should().Be("not_host");
        (await _app.Local.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 1 })
            .CodeAsync(HttpStatusCode.Forbidden)).Should().Be("own_market");
        (await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), "?bet_ids=999").CodeAsync(HttpStatusCode.NotFound))
            .Should().Be("market_not_found");
    }

    [Fact]
    public async Task One_market_that_cannot_be_bound_leaves_all_of_them_as_they_were()
    {
        var guest = await _app.NewGuestAsync();
        var foreign = await guest.OpenMarketAsync();
        var own = await _app.Local.OpenMarketAsync();

        await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={own},{foreign}")
            .CodeAsync(HttpStatusCode.Forbidden);

        (await _app.Local.StateOfAsync(own)).Should().Be("open");
    }

    [Fact]
    public async Task A_practice_market_takes_stakes_until_a_clip_has_arrived_and_the_first_to_arrive_decides_it()
    {
        _app.Gate.Close();
        var bytes = await File.ReadAllBytesAsync(await RealClips.NobodyAsync());
        using var slow = await RawUpload.BeginAsync(_app.Address, _app.Key, bytes.Length, "?bet_ids=1");
        await slow.SendAsync(bytes.AsMemory(..^1));
        await Eventually.IsTrueAsync(() => _app.HeldClips.Length == 1, "the upload begins");
        await (await _app.NewGuestAsync()).PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);

        await JobOfAsync(await _app.Local.SendClipAsync(await RealClips.PeopleAsync(), "?bet_ids=1", isAsync: true), HttpStatusCode.Accepted);
        (await _app.Local.StateOfAsync(1)).Should().Be("deciding");
        await slow.SendAsync(bytes.AsMemory(^1..));
        await slow.EndAsync();
        _app.Gate.Open();

        (await slow.ReadAnswerAsync()).Should().StartWith("HTTP/1.1 200");
        await Eventually.IsTrueAsync(async () => await _app.Local.StateOfAsync(1) == "resolved", "it is decided");
        (await _app.Local.GetJsonAsync("/api/bets/1")).GetProperty("bet").GetProperty("outcome").GetString().Should().Be("YES");
    }

    [Fact]
    public async Task A_practice_market_is_decided_afterwards_by_a_clip_that_was_not_bound()
    {
        var guest = await _app.NewGuestAsync();
        var bets = (await guest.GetJsonAsync("/api/bets")).GetProperty("bets").EnumerateArray();
        var id = bets.Single(bet => bet.GetProperty("event").GetString() == "Will a dog be seen?").GetProperty("id").GetInt64();
        var job = await JobOfAsync(await guest.SendClipAsync(await RealClips.PeopleAsync()));

        (await ResolveAsync(await _app.NewGuestAsync(), id, job).CodeAsync(HttpStatusCode.NotFound)).Should().Be("job_not_found");
        var verdict = await (await ResolveAsync(guest, id, job)).ReadAsync();

        verdict.GetProperty("outcome").GetString().Should().Be("NO");
        (await guest.StateOfAsync(id)).Should().Be("resolved");
    }

    [Fact]
    public async Task An_unbound_analysis_can_be_called_off_and_leaves_nothing()
    {
        _app.Gate.Close();
        var job = await JobOfAsync(
            await _app.Local.SendClipAsync(await RealClips.PeopleAsync(), isAsync: true), HttpStatusCode.Accepted);
        _app.HeldClips.Should().ContainSingle();

        var cancelled = await (await _app.Local.PostAsync($"/api/jobs/{job}/cancel", null)).ReadAsync();

        cancelled.GetProperty("state").GetString().Should().Be("cancelled");
        _app.HeldClips.Should().BeEmpty();
        (await (await _app.NewGuestAsync()).GetAsync($"/api/jobs/{job}").CodeAsync(HttpStatusCode.NotFound))
            .Should().Be("job_not_found", "it is not another's to see");
    }

    private async Task EndOfAsync(Guid job)
    {
        using var events = new StreamReader(await _app.Local.GetStreamAsync($"/api/jobs/{job}/events"));
        (await events.ReadToEndAsync()).Should().Contain("completed");
    }
}
