using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Markets on a picture: it is added, named by a market, looked for in the clip, and removed by an operator.</summary>
public sealed class PictureMarketTests : IDisposable
{
    private const string HostKey = "host-key-01234567890123";
    private const string OperatorKey = "operator-key-0123456789";

    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "hannah"), ("StreamBet:ApiKeys:0:Key", HostKey), ("StreamBet:ApiKeys:0:Role", "host"),
        ("StreamBet:ApiKeys:1:Name", "boss"), ("StreamBet:ApiKeys:1:Key", OperatorKey), ("StreamBet:ApiKeys:1:Role", "operator"));
    private readonly HttpClient _host;

    public PictureMarketTests() => _host = _app.NewClient(HostKey);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_banner_decides_its_own_market_and_never_that_of_its_opposite()
    {
        var (victory, defeat) = (await AddAsync("VICTORY"), await AddAsync("DEFEAT"));
        var (won, lost) = (await OpenAsync(victory, "the victory banner"), await OpenAsync(defeat, "the defeat banner"));

        var result = await (await _host.SendClipAsync(await RealClips.BannerAsync("VICTORY"), $"?bet_ids={won},{lost}&share_frames=true"))
            .ReadAsync();

        var found = result.GetProperty("pictures").EnumerateArray().Single(picture => picture.GetProperty("sha256").GetString() == victory);
        found.GetProperty("confidence").GetDouble().Should().BeGreaterThan(80);
        found.GetProperty("timestamps")[0].GetDouble().Should().BeInRange(4, 4.5);
        (await OutcomeAsync(won)).Should().Be("YES");
        (await OutcomeAsync(lost)).Should().Be("NO");
        var evidence = (await _host.GetJsonAsync($"/api/bets/{won}")).GetProperty("evidence")[0];
        evidence.GetProperty("label").GetString().Should().Be("the victory banner");
        evidence.GetProperty("boxes").GetArrayLength().Should().Be(1);
        var receipt = await VerifyProcess.EnsureValidAsync(_host, won, result.GetProperty("job_id").GetGuid());
        receipt.Criterion.Picture!.Sha256.Should().Be(victory);
        await VerifyProcess.EnsureValidAsync(_host, lost, result.GetProperty("job_id").GetGuid());
    }

    [Fact]
    public async Task A_picture_is_tried_out_on_a_clip_that_decides_nothing()
    {
        var guest = await _app.NewGuestAsync();
        var victory = await AddAsync("VICTORY", guest);

        var result = await (await guest.SendClipAsync(await RealClips.BannerAsync("VICTORY"))).ReadAsync();
        var others = await (await _host.SendClipAsync(await RealClips.BannerAsync("VICTORY"))).ReadAsync();

        result.GetProperty("pictures")[0].GetProperty("sha256").GetString().Should().Be(victory);
        result.GetProperty("pictures")[0].GetProperty("confidence").GetDouble().Should().BeGreaterThan(80);
        others.TryGetProperty("pictures", out _).Should().BeFalse("nobody asked for one");
    }

    [Fact]
    public async Task A_picture_is_its_owners_until_a_market_names_it()
    {
        var guest = await _app.NewGuestAsync();
        var victory = await AddAsync("VICTORY");
        (await guest.GetAsync($"/api/pictures/{victory}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("picture_not_found");
        using var own = await _host.GetAsync($"/api/pictures/{victory}");
        own.Content.Headers.ContentType!.MediaType.Should().Be("image/png");

        await OpenAsync(victory, "the victory banner");

        (await guest.GetAsync($"/api/pictures/{victory}")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_adds_the_same_picture_has_it_too_and_takes_it_from_nobody()
    {
        var (ada, bob) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        var victory = await AddAsync("VICTORY", ada);
        (await bob.PostAsync("/api/bets", Body(victory, "a banner")).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("picture_not_found", "only its owner names it");

        (await AddAsync("VICTORY", bob)).Should().Be(victory);

        foreach (var owner in new[] { ada, bob })
        {
            (await owner.GetAsync($"/api/pictures/{victory}")).StatusCode.Should().Be(HttpStatusCode.OK);
            (await owner.PostAsync("/api/bets", Body(victory, "a banner"))).StatusCode.Should().Be(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task An_operator_with_a_stake_removes_a_picture_and_cannot_void_its_market_by_it()
    {
        var boss = _app.NewClient(OperatorKey);
        var victory = await AddAsync("VICTORY");
        var id = await OpenAsync(victory, "the victory banner");
        await boss.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 10 }, HttpStatusCode.Created);
        await (await _app.NewGuestAsync()).PostJsonAsync($"/api/bets/{id}/stakes", new { side = "NO", amount = 10 }, HttpStatusCode.Created);
        _app.Gate.Close();
        using var sent = await _host.SendClipAsync(await RealClips.BannerAsync("VICTORY"), $"?bet_ids={id}&share_frames=true", isAsync: true);

        (await boss.DeleteAsync($"/api/pictures/{victory}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        _app.Gate.Open();

        await Eventually.IsTrueAsync(async () => await _host.StateOfAsync(id) is "review" or "deciding" or "resolved", "its clip is analysed");
    }

    [Fact]
    public async Task A_what_if_reads_the_pictures_of_an_analysis_that_is_sent()
    {
        var victory = await AddAsync("VICTORY");
        var id = await OpenAsync(victory, "the victory banner");

        Task<JsonElement> AskAsync(string sha256) => _host.PostJsonAsync("/api/resolve", new
        {
            bet_id = id,
            analysis = new
            {
                labels = Array.Empty<object>(),
                video_metadata = new { duration_seconds = 8 },
                pictures = new[] { new { sha256, confidence = 95, timestamps = new[] { 4.0 } } },
            },
        });

        (await AskAsync(victory)).GetProperty("outcome").GetString().Should().Be("YES");
        (await AskAsync(new string('a', 64))).GetProperty("status").GetString().Should().Be("failed");
    }

    [Fact]
    public async Task An_operator_removes_a_picture_and_the_markets_that_wait_for_it_are_void()
    {
        var boss = _app.NewClient(OperatorKey);
        var victory = await AddAsync("VICTORY");
        var (waiting, decided) = (await OpenAsync(victory, "the victory banner"), await OpenAsync(victory, "the same banner"));
        await (await _host.SendClipAsync(await RealClips.BannerAsync("VICTORY"), $"?bet_ids={decided}")).ReadAsync();
        (await _host.DeleteAsync($"/api/pictures/{victory}").CodeAsync(HttpStatusCode.Forbidden)).Should().Be("forbidden");

        (await boss.DeleteAsync($"/api/pictures/{victory}")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await _host.StateOfAsync(waiting)).Should().Be("void");
        (await _host.StateOfAsync(decided)).Should().Be("resolved");
        await VerifyProcess.EnsureValidAsync(_host, waiting);
        (await _host.GetAsync($"/api/pictures/{victory}").CodeAsync(HttpStatusCode.NotFound)).Should().Be("picture_not_found");
        (await PostAsync(await RealClips.BannerPictureAsync("VICTORY")).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("picture_removed");
        (await _host.PostAsync("/api/bets", Body(victory, "again")).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("picture_removed");
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_with_the_reason()
    {
        (await PostAsync(await PngAsync("one.png", "color=white:s=2x2,format=rgb24,crop=1:1")).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("picture_unclear");
        (await PostAsync(await PngAsync("plain.png", "color=0x203080:s=300x100")).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("picture_unclear");
        (await PostAsync(await PngAsync("ramp.png", "gradients=s=300x100:c0=black:c1=white:x0=0:y0=0:x1=300:y1=0")).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("picture_unclear");
        (await PostAsync(await PngAsync("half.png", "testsrc=s=300x100,format=rgba,colorchannelmixer=aa=0.5")).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("picture_unclear");
        (await PostAsync(await PngAsync("huge.png", "color=white:s=8000x5000")).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("picture_invalid");
        (await PostAsync([.. (await RealClips.BannerPictureAsync("VICTORY"))[..200], .. "<svg onload='alert(1)'/>"u8]).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("picture_invalid");
        (await PostAsync("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()).CodeAsync(HttpStatusCode.UnsupportedMediaType))
            .Should().Be("unsupported_type");
        (await PostAsync([]).CodeAsync(HttpStatusCode.BadRequest)).Should().Be("empty_file");
        var jpeg = await ReadAsync(TestClips.MakeAsync("whole.jpg", "-f", "lavfi", "-i", "testsrc2=s=400x200", "-frames:v", "1"));
        (await PostAsync(jpeg[..(jpeg.Length / 2)]).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("picture_invalid", "half of it is missing");
        (await PostAsync(new byte[(2 << 20) + 1]).CodeAsync(HttpStatusCode.RequestEntityTooLarge)).Should().Be("file_too_large");
    }

    [Fact]
    public async Task A_picture_may_have_4_megapixels()
    {
        var scene = await ReadAsync(TestClips.MakeAsync(
            "four-megapixels.jpg", "-i", RealClips.Picture("sample4.jpg"), "-vf", "scale=2000:2000", "-frames:v", "1"));

        await (await PostAsync(scene)).ReadAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_market_needs_a_picture_that_is_here_and_a_name_for_it()
    {
        var victory = await AddAsync("VICTORY");

        (await _host.PostAsync("/api/bets", Body(new string('a', 64), "a banner")).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be("picture_not_found");
        foreach (var (sha256, name) in new[] { (victory, ""), (victory, new string('n', 41)), (victory, "\u202Ebanner"), (victory, "is not seen\" or \"x"), ("", "a banner"), ("../x", "a banner") })
            (await _host.PostAsync("/api/bets", Body(sha256, name)).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("picture");
    }

    [Fact]
    public async Task A_person_adds_only_so_many_pictures_that_no_market_asks_for()
    {
        for (var number = 0; number < 20; number++)
            await AddAsync($"ROUND {number}");

        (await PostAsync(await RealClips.BannerPictureAsync("ROUND 20")).CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("too_many_pictures");
    }

    private static Task<byte[]> PngAsync(string name, string source) => ReadAsync(TestClips.MakeAsync(
        name, "-f", "lavfi", "-i", source, "-frames:v", "1"));

    private static async Task<byte[]> ReadAsync(Task<string> path) => await File.ReadAllBytesAsync(await path);

    private static StringContent Body(string sha256, string name) => new(
        JsonSerializer.Serialize(new { @event = "Will I win the round?", criterion = new { picture = new { sha256, name } } }),
        Encoding.UTF8, "application/json");

    private async Task<HttpResponseMessage> PostAsync(byte[] file, HttpClient? client = null)
    {
        using var body = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        return await (client ?? _host).PostAsync("/api/pictures", body);
    }

    private async Task<string> AddAsync(string word, HttpClient? client = null) =>
        (await (await PostAsync(await RealClips.BannerPictureAsync(word), client)).ReadAsync(HttpStatusCode.Created)).GetProperty("sha256").GetString()!;

    private async Task<long> OpenAsync(string sha256, string name) =>
        (await (await _host.PostAsync("/api/bets", Body(sha256, name))).ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();

    private async Task<string?> OutcomeAsync(long id) =>
        (await _host.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("verdict").GetProperty("outcome").GetString();
}
