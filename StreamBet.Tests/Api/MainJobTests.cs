using System.Net;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>The main job over HTTP: a real clip in, a decided market out.</summary>
public sealed class MainJobTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_clip_gives_labels_a_suggestion_and_facts_in_the_shape_of_the_contract()
    {
        var result = await (await _app.Local.SendClipAsync(await RealClips.PeopleAsync())).ReadAsync();

        result.EnumerateObject().Select(property => property.Name).Should().Equal(
            "status", "job_id", "total_labels", "labels", "activity_labels", "betting_suggestion", "video_metadata");
        result.GetProperty("status").GetString().Should().Be("success");
        var labels = result.GetProperty("labels").EnumerateArray().ToList();
        result.GetProperty("total_labels").GetInt32().Should().Be(labels.Count);
        var person = labels.Single(label => label.GetProperty("label").GetString() == "Person");
        person.EnumerateObject().Select(property => property.Name).Should().Equal(
            "label", "confidence", "timestamps", "category");
        person.GetProperty("confidence").GetDouble().Should().BeInRange(80.01, 100);
        person.GetProperty("timestamps").EnumerateArray().Select(second => second.GetDouble())
            .Should().BeInAscendingOrder().And.HaveCountGreaterThan(3).And.OnlyContain(second => second >= 0 && second < 3);
        labels.Select(label => label.GetProperty("confidence").GetDouble())
            .Should().BeInDescendingOrder().And.OnlyContain(confidence => confidence >= 50);
        var suggestion = result.GetProperty("betting_suggestion");
        suggestion.GetProperty("suggestion").GetString().Should().Contain("next clip");
        suggestion.EnumerateObject().Select(property => property.Name).Should().Equal(
            "suggestion", "detected_activity", "confidence", "timestamps");
        var video = result.GetProperty("video_metadata");
        video.GetProperty("duration_seconds").GetDouble().Should().BeApproximately(3, 0.1);
        video.GetProperty("format").GetString().Should().Be("QuickTime / MOV");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stranger_plays_a_practice_market_alone_from_stake_to_payout()
    {
        var guest = await _app.NewGuestAsync();
        var bets = (await guest.GetJsonAsync("/api/bets")).GetProperty("bets").EnumerateArray().ToList();
        var bet = bets.Single(market => market.GetProperty("event").GetString() == "Will a person be seen?");
        var id = bet.GetProperty("id").GetInt64();
        bet.GetProperty("status").GetString().Should().Be("active");
        bet.GetProperty("odds").GetProperty("no").GetDouble().Should().Be(2.5);

        var stake = await guest.PostJsonAsync(
            $"/api/bets/{id}/stakes", new { side = "YES", amount = 600 }, HttpStatusCode.Created);
        stake.GetProperty("balance").GetInt64().Should().Be(400);
        var job = await (await guest.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}")).ReadAsync();

        var decided = (await guest.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet");
        decided.GetProperty("state").GetString().Should().Be("resolved");
        decided.GetProperty("status").GetString().Should().Be("resolved");
        decided.GetProperty("verdict").GetProperty("outcome").GetString().Should().Be("YES");
        var me = await guest.GetJsonAsync("/api/me");

        // 600 of 3,600 on YES in a pool of 5,600: 933.33, rounded down; the remainder goes to the house.
        me.GetProperty("stakes")[0].GetProperty("returned").GetInt64().Should().Be(933);
        me.GetProperty("balance").GetProperty("practice").GetInt64().Should().Be(400 + 933);
        me.GetProperty("balance").GetProperty("credits").GetInt64().Should().Be(1_000);

        var verdict = await guest.PostJsonAsync(
            "/api/resolve", new { bet_id = id, job_id = job.GetProperty("job_id").GetGuid() });
        verdict.GetProperty("status").GetString().Should().Be("resolved");
        verdict.GetProperty("outcome").GetString().Should().Be("YES");
        verdict.GetProperty("payout_triggered").GetBoolean().Should().BeTrue();
        verdict.GetProperty("detected_at")[0].GetDouble().Should().Be(0);

        (await guest.GetJsonAsync("/api/bets?status=active")).GetProperty("bets").EnumerateArray()
            .Count(market => market.GetProperty("event").GetString() == "Will a person be seen?")
            .Should().Be(1, "a fresh practice market takes the place of a decided one");
    }

    [Fact]
    public async Task A_host_and_two_viewers_play_a_market_that_is_decided_no()
    {
        var (host, winner, loser) = (await _app.NewGuestAsync(), await _app.NewGuestAsync(), await _app.NewGuestAsync());
        var id = await host.OpenMarketAsync("Dog");
        await winner.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "NO", amount = 100 }, HttpStatusCode.Created);
        await loser.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 300 }, HttpStatusCode.Created);

        await (await host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}")).ReadAsync();

        var bet = (await winner.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet");
        bet.GetProperty("verdict").GetProperty("outcome").GetString().Should().Be("NO");
        bet.GetProperty("verdict").GetProperty("detected_at").GetArrayLength().Should().Be(0);
        (await BalanceAsync(winner)).Should().Be(1_300);
        (await BalanceAsync(loser)).Should().Be(700);
    }

    [Fact]
    public async Task Asked_not_to_wait_it_answers_at_once_and_the_job_can_be_followed_to_its_end()
    {
        _app.Gate.Close();
        var response = await _app.Local.SendClipAsync(await RealClips.PeopleAsync(), isAsync: true);
        var location = response.Headers.Location!.ToString();
        var accepted = await response.ReadAsync(HttpStatusCode.Accepted);
        location.Should().Be($"/api/jobs/{accepted.GetProperty("job_id").GetString()}");

        using var events = await _app.Local.GetStreamAsync(location + "/events").ContinueWith(opened => new StreamReader(opened.Result));
        _app.Gate.Open();
        var text = await events.ReadToEndAsync();

        text.Should().Contain("event: state").And.Contain("event: progress");
        var last = JsonDocument.Parse(text.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]).RootElement;
        last.GetProperty("state").GetString().Should().Be("completed");
        last.GetProperty("result").GetProperty("status").GetString().Should().Be("success");
        (await _app.Local.GetJsonAsync(location)).GetProperty("result").GetProperty("total_labels").GetInt32()
            .Should().BePositive();
    }

    [Fact]
    public async Task A_caller_who_goes_away_after_the_upload_cancels_nothing()
    {
        _app.Gate.Close();
        var id = await _app.Local.OpenMarketAsync();
        var clip = await File.ReadAllBytesAsync(await RealClips.PeopleAsync());
        using (var upload = await RawUpload.BeginAsync(_app.Address, _app.Key, clip.Length, $"?bet_ids={id}"))
        {
            await upload.SendAsync(clip);
            await upload.EndAsync();
            await Eventually.IsTrueAsync(() => StateOf(id) == "deciding", "the clip is here");
        }

        _app.Gate.Open();

        await Eventually.IsTrueAsync(() => StateOf(id) == "resolved", "the analysis goes on by itself");
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task Many_clips_at_once_are_all_analysed_and_leave_nothing()
    {
        _app.Gate.IsExaminedAnew = true;
        var clips = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => RealClips.NobodyAsync($"nobody{number}.mp4")));

        var answers = await Task.WhenAll(clips.Select(clip => _app.Local.SendClipAsync(clip)));

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        _app.HeldClips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_what_if_answers_in_the_same_shape_and_moves_nothing()
    {
        var id = await _app.Local.OpenMarketAsync("Dog");
        var analysis = new
        {
            labels = new[] { new { label = "Dog", confidence = 92.5, timestamps = new[] { 10.5 }, category = "Animals and Pets" } },
            video_metadata = new { duration_seconds = 30.2, format = "QuickTime / MOV" },
        };

        var answer = await _app.Local.PostJsonAsync("/api/resolve", new { bet_id = id, analysis });

        answer.ToString().Should().Be(
            """{"status":"resolved","outcome":"YES","confidence":92.5,"payout_triggered":false,"detected_at":[10.5],"what_if":true}""");
        (await _app.Local.StateOfAsync(id)).Should().Be("open");
    }

    private string? StateOf(long marketId) => _app.Local.StateOfAsync(marketId).GetAwaiter().GetResult();

    private static async Task<long> BalanceAsync(HttpClient client) =>
        (await client.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("credits").GetInt64();
}
