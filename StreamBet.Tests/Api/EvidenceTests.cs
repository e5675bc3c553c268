using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>What a verdict stands on, and who sees it.</summary>
public sealed class EvidenceTests : IDisposable
{
    private const string ViewerKey = "viewer-key-0123456789";
    private const string OperatorKey = "operator-key-0123456789";

    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "watcher"), ("StreamBet:ApiKeys:0:Key", ViewerKey),
        ("StreamBet:ApiKeys:1:Name", "boss"), ("StreamBet:ApiKeys:1:Key", OperatorKey), ("StreamBet:ApiKeys:1:Role", "operator"));

    private HttpClient Operator => _app.NewClient(OperatorKey);

    private HttpClient Viewer => _app.NewClient(ViewerKey);

    private HttpClient Anyone => _app.NewClient();

    private string[] KeptFrames => Directory.Exists(_app.DataDirectory + "/evidence")
        ? Directory.GetFiles(_app.DataDirectory + "/evidence", "*", SearchOption.AllDirectories)
        : [];

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_verdict_shows_the_moment_that_decided_it_with_boxes_and_a_frame()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        await host.SendFreshClipAsync($"?bet_ids={id}");

        var moment = (await host.EvidenceOfAsync(id)).Should().ContainSingle().Subject;

        moment.EnumerateObject().Select(property => property.Name).Should().Equal(
            "at", "label", "confidence", "counts", "boxes", "frame_sha256", "frame");
        moment.GetProperty("at").GetDouble().Should().Be(0);
        moment.GetProperty("label").GetString().Should().Be("Person");
        moment.GetProperty("confidence").GetDouble().Should().BeGreaterThan(80);
        moment.GetProperty("counts").GetBoolean().Should().BeTrue();
        var boxes = moment.GetProperty("boxes").EnumerateArray().ToList();
        boxes.Should().HaveCountGreaterThan(1).And.HaveCountLessThanOrEqualTo(10);
        boxes[0].EnumerateObject().Select(property => property.Name).Should().Equal(
            "left", "top", "width", "height", "confidence");
        boxes.SelectMany(box => box.EnumerateObject().SkipLast(1)).Select(side => side.Value.GetDouble())
            .Should().OnlyContain(side => side >= 0 && side <= 1);

        using var response = await host.GetAsync(moment.GetProperty("frame").GetString());
        var jpeg = await response.Content.ReadAsByteArrayAsync();
        response.Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
        response.Headers.CacheControl.Should().BeEquivalentTo(new { Private = true, MaxAge = TimeSpan.FromMinutes(5) });
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        Convert.ToHexStringLower(SHA256.HashData(jpeg)).Should().Be(moment.GetProperty("frame_sha256").GetString());
        var picture = await Picture.OfJpegAsync(jpeg);
        (picture.Width, picture.Height).Should().Be((640, 360));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_sees_a_frame_is_what_the_uploader_agreed_to(bool isShared)
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        await Operator.SendFreshClipAsync($"?bet_ids={id}&share_frames={(isShared ? "true" : "false")}");

        (await Operator.SeesFrameOfAsync(id)).Should().BeTrue("the operator sees everything, and sent it");
        (await host.SeesFrameOfAsync(id)).Should().BeTrue("they host the market");
        (await (await _app.NewGuestAsync()).SeesFrameOfAsync(id)).Should().Be(isShared);
        (await Viewer.SeesFrameOfAsync(id)).Should().Be(isShared);
        (await Anyone.SeesFrameOfAsync(id)).Should().Be(isShared);
        (await _app.NewClient("wrong-key-0123456789").SeesFrameOfAsync(id)).Should().Be(isShared);
    }

    [Fact]
    public async Task An_uploader_who_is_not_the_host_sees_the_frames_of_their_clip()
    {
        var uploader = await _app.NewGuestAsync();
        var id = await PracticeAsync(uploader, "Will a person be seen?");
        await uploader.SendFreshClipAsync($"?bet_ids={id}");

        (await uploader.SeesFrameOfAsync(id)).Should().BeTrue();
        (await Operator.SeesFrameOfAsync(id)).Should().BeTrue();
        (await (await _app.NewGuestAsync()).SeesFrameOfAsync(id)).Should().BeFalse("they neither sent it nor run the market");
    }

    [Fact]
    public async Task A_host_sees_no_frames_of_another_hosts_market()
    {
        var (one, other) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        var ids = (await one.OpenMarketAsync(), await other.OpenMarketAsync());
        await Operator.SendFreshClipAsync($"?bet_ids={ids.Item1},{ids.Item2}");

        (await one.SeesFrameOfAsync(ids.Item1)).Should().BeTrue();
        (await one.SeesFrameOfAsync(ids.Item2)).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_no_number_of_a_moment_has_no_frame()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        await host.SendFreshClipAsync($"?bet_ids={id}&share_frames=true");
        (await host.GetAsync($"/api/bets/{id}/evidence/0.jpg")).StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (var number in (string[])["1", "-1", "11", "2147483647", "-2147483648"])
        {
            (await host.GetAsync($"/api/bets/{id}/evidence/{number}.jpg").CodeAsync(HttpStatusCode.NotFound))
                .Should().Be("frame_not_found");
        }

        foreach (var number in (string[])
            ["2147483648", "0x0", "0.0", "%2e%2e%2f0", "..%2f..%2fstreambet.db", "%D9%A0", "0.jpg%2f", "1e0", "%2B%2B0"])
        {
            (await host.GetAsync($"/api/bets/{id}/evidence/{number}.jpg")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        }

        (await host.GetAsync("/api/bets/999999/evidence/0.jpg").CodeAsync(HttpStatusCode.NotFound)).Should().Be("frame_not_found");
        (await host.GetAsync("/api/bets/-1/evidence/0.jpg").CodeAsync(HttpStatusCode.NotFound)).Should().Be("frame_not_found");
    }

    [Fact]
    public async Task A_frame_that_may_not_be_seen_is_answered_as_one_that_is_not_there()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        await host.SendFreshClipAsync($"?bet_ids={id}");

        async Task<string> AnswerAsync(int number) =>
            (await (await Anyone.GetAsync($"/api/bets/{id}/evidence/{number}.jpg")).ReadAsync(HttpStatusCode.NotFound))
            .GetProperty("detail").GetString()!;
        (await AnswerAsync(0)).Should().Be(await AnswerAsync(5));
    }

    [Fact]
    public async Task A_market_that_its_clip_did_not_decide_shows_what_was_seen()
    {
        var host = await _app.NewGuestAsync();
        var bet = await host.PostJsonAsync(
            "/api/bets", new { @event = "Twice within a minute?", criterion = new { labels = new[] { "Person" }, times = 2, end = 60 } },
            HttpStatusCode.Created);
        var id = bet.GetProperty("id").GetInt64();
        await host.SendFreshClipAsync($"?bet_ids={id}");

        (await host.StateOfAsync(id)).Should().Be("review");
        (await host.EvidenceOfAsync(id)).Should().ContainSingle();
        (await host.SeesFrameOfAsync(id)).Should().BeTrue();
    }

    [Fact]
    public async Task A_practice_market_that_is_decided_afterwards_takes_the_frames_that_were_kept()
    {
        var guest = await _app.NewGuestAsync();
        var bound = await PracticeAsync(guest, "Will a person be seen?");
        var job = await guest.SendFreshClipAsync($"?bet_ids={bound}");
        var fresh = await PracticeAsync(guest, "Will a person be seen?");

        await guest.PostJsonAsync("/api/resolve", new { bet_id = fresh, job_id = job });

        (await guest.EvidenceOfAsync(fresh)).Single().GetProperty("frame_sha256").GetString()
            .Should().Be((await guest.EvidenceOfAsync(bound)).Single().GetProperty("frame_sha256").GetString());
        (await guest.SeesFrameOfAsync(fresh)).Should().BeTrue();
        KeptFrames.Should().ContainSingle();
    }

    [Fact]
    public async Task A_practice_market_that_is_decided_by_a_clip_of_which_no_frame_was_kept_has_none()
    {
        var guest = await _app.NewGuestAsync();
        var job = await guest.SendFreshClipAsync();
        KeptFrames.Should().OnlyContain(file => file.Contains("/sheet/", StringComparison.Ordinal), "the clip was bound to nothing");
        var id = await PracticeAsync(guest, "Will a person be seen?");

        await guest.PostJsonAsync("/api/resolve", new { bet_id = id, job_id = job });

        var moment = (await guest.EvidenceOfAsync(id)).Single();
        moment.GetProperty("frame_sha256").ValueKind.Should().Be(JsonValueKind.Null);
        moment.GetProperty("frame").ValueKind.Should().Be(JsonValueKind.Null);
        moment.GetProperty("boxes").GetArrayLength().Should().BePositive();
    }

    [Fact]
    public async Task Evidence_is_there_after_a_restart()
    {
        using var data = new TemporaryFolder();
        long id;
        byte[] before;
        using (var first = TestApp.StartOn(data.Path))
        {
            id = await first.Local.OpenMarketAsync();
            await first.Local.SendFreshClipAsync($"?bet_ids={id}");
            before = await first.Local.GetByteArrayAsync($"/api/bets/{id}/evidence/0.jpg");
        }

        using var second = TestApp.StartOn(data.Path);
        (await second.Local.GetByteArrayAsync($"/api/bets/{id}/evidence/0.jpg")).Should().Equal(before);
    }

    [Fact]
    public async Task The_form_says_who_may_see_the_frames_once_and_before_the_file()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();

        (await PostFormAsync(host, ("share_frames", "perhaps")).CodeAsync(HttpStatusCode.BadRequest))
            .Should().Be("invalid_share_frames");
        (await PostFormAsync(host, ("share_frames", "true"), ("share_frames", "true")).CodeAsync(HttpStatusCode.BadRequest))
            .Should().Be("invalid_share_frames");
        (await PostFormAsync(host, ("share_frames", new string('x', 2_000))).CodeAsync(HttpStatusCode.BadRequest))
            .Should().Be("invalid_share_frames");
        (await host.SendClipAsync(await RealClips.PeopleAsync(), "?share_frames=yes").CodeAsync(HttpStatusCode.BadRequest))
            .Should().Be("invalid_share_frames");
        await (await PostFormAsync(host, ("share_frames", "true"), ("bet_ids", $"{id}"))).ReadAsync();

        (await Anyone.SeesFrameOfAsync(id)).Should().BeTrue();
    }

    private static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(await RealClips.PeopleAsync())), "file", "clip.mp4");
        return await client.PostAsync("/api/analyze", form);
    }

    private static async Task<long> PracticeAsync(HttpClient client, string question) =>
        (await client.GetJsonAsync("/api/bets?status=active")).GetProperty("bets").EnumerateArray()
        .Single(bet => bet.GetProperty("event").GetString() == question).GetProperty("id").GetInt64();
}
