using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>The pictures of a clip that did not decide YES, and who sees them.</summary>
public sealed class ContactSheetTests : IDisposable
{
    private const string OperatorKey = "operator-key-0123456789";

    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", OperatorKey), ("StreamBet:ApiKeys:0:Role", "operator"));

    private HttpClient Operator => _app.NewClient(OperatorKey);

    private HttpClient Anyone => _app.NewClient();

    private string[] KeptFrames => Directory.Exists(_app.DataDirectory + "/evidence")
        ? Directory.GetFiles(_app.DataDirectory + "/evidence", "*", SearchOption.AllDirectories)
        : [];

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_no_shows_the_samples_it_examined_and_what_else_was_seen()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync("Dog");
        await host.SendFreshClipAsync($"?bet_ids={id}");
        (await host.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("verdict").GetProperty("outcome").GetString()
            .Should().NotBe("YES");

        var sheet = await host.GetJsonAsync($"/api/bets/{id}/sheet");

        sheet.EnumerateObject().Select(property => property.Name).Should().Equal("frames", "also_seen");
        var frames = sheet.GetProperty("frames").EnumerateArray().ToList();
        frames.Select(frame => frame.GetProperty("at").GetDouble()).Should().Equal(0, 0.5, 1, 1.5, 2, 2.5);
        frames[0].EnumerateObject().Select(property => property.Name).Should().Equal("at", "sha256", "url");
        frames.Select(frame => frame.GetProperty("url").GetString()).Should().StartWith(
            [$"/api/bets/{id}/sheet/0.jpg", $"/api/bets/{id}/sheet/0.5.jpg", $"/api/bets/{id}/sheet/1.jpg"]);
        foreach (var frame in frames)
        {
            using var response = await host.GetAsync(frame.GetProperty("url").GetString());
            response.Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
            response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            var jpeg = await response.Content.ReadAsByteArrayAsync();
            Convert.ToHexStringLower(SHA256.HashData(jpeg)).Should().Be(frame.GetProperty("sha256").GetString());
            var picture = await Picture.OfJpegAsync(jpeg);
            (picture.Width, picture.Height).Should().Be((320, 180));
        }

        var person = sheet.GetProperty("also_seen").EnumerateArray().Single(seen => seen.GetProperty("label").GetString() == "Person");
        person.GetProperty("confidence").GetDouble().Should().BeGreaterThan(80);
        person.GetProperty("timestamps").EnumerateArray().Select(at => at.GetDouble()).Should().Equal(0);
    }

    [Fact]
    public async Task A_yes_has_no_sheet_and_an_open_market_has_none()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        (await FramesAsync(host, id)).Should().BeEmpty();

        await host.SendFreshClipAsync($"?bet_ids={id}");

        (await FramesAsync(host, id)).Should().BeEmpty();
        (await host.GetJsonAsync("/api/bets/999/sheet", HttpStatusCode.NotFound)).GetProperty("code").GetString()
            .Should().Be("market_not_found");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("&share_frames=false", false)]
    [InlineData("&share_frames=true", true)]
    public async Task Who_sees_the_sheet_is_who_sees_the_evidence(string consent, bool isShared)
    {
        var (host, uploader) = (await _app.NewGuestAsync(), Operator);
        var id = await host.OpenMarketAsync("Dog");
        await uploader.SendFreshClipAsync($"?bet_ids={id}{consent}");

        (await SeesSheetAsync(uploader, id)).Should().BeTrue("the operator sees everything, and sent it");
        (await SeesSheetAsync(host, id)).Should().BeTrue("they host the market");
        (await SeesSheetAsync(await _app.NewGuestAsync(), id)).Should().Be(isShared);
        (await SeesSheetAsync(Anyone, id)).Should().Be(isShared);
    }

    [Fact]
    public async Task What_is_no_time_of_a_frame_has_no_frame()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync("Dog");
        await host.SendFreshClipAsync($"?bet_ids={id}&share_frames=true");
        (await host.GetAsync($"/api/bets/{id}/sheet/2.5.jpg")).StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (var at in (string[])["0.0", "00", "0.25", "-0.5", "3", "1e0", "NaN", "..%2f0", "..%2f..%2fsheet.json", "%D9%A0", "sheet"])
        {
            (await host.GetAsync($"/api/bets/{id}/sheet/{at}.jpg")).StatusCode.Should().Be(HttpStatusCode.NotFound, "of {0}", at);
        }

        (await host.GetAsync("/api/bets/999999/sheet/0.jpg").CodeAsync(HttpStatusCode.NotFound)).Should().Be("frame_not_found");
    }

    [Fact]
    public async Task The_uploader_deletes_the_sheet_with_the_clips_frames()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync("Dog");
        var job = await host.SendFreshClipAsync($"?bet_ids={id}&share_frames=true");
        KeptFrames.Should().Contain(file => file.EndsWith("sheet.json", StringComparison.Ordinal)).And.HaveCountGreaterThanOrEqualTo(7);

        await (await host.DeleteAsync($"/api/jobs/{job}/clip")).ReadAsync();

        KeptFrames.Should().BeEmpty();
        foreach (var client in (HttpClient[])[host, Operator, Anyone])
            (await SeesSheetAsync(client, id)).Should().BeFalse();
    }

    [Fact]
    public async Task A_market_that_is_void_before_its_decision_shows_no_sheet()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync("Dog");
        _app.Gate.Done = () => Operator.PostJsonAsync($"/api/bets/{id}/void", new { reason = "It rains." }).GetAwaiter().GetResult();

        await host.SendFreshClipAsync($"?bet_ids={id}");

        (await host.StateOfAsync(id)).Should().Be("void");
        (await host.GetJsonAsync($"/api/bets/{id}/sheet")).GetProperty("frames").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task The_frame_of_the_strongest_doubt_is_shown_to_those_who_see_the_sheet()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync("Dog");
        var job = await Operator.SendFreshClipAsync();
        var at = TimeSpan.FromSeconds(1.5);
        byte[] jpeg = [0xff, 0xd8, 7];
        await _app.Services.GetRequiredService<IFrameStore>().SaveAsync(job, at, jpeg, default);
        await using (var unit = await _app.Services.GetRequiredService<IUnitOfWorkFactory>().BeginAsync(default))
        {
            var market = (await unit.Markets.FindAsync(id, default))!;
            var verdict = new Verdict(null, 0, [], "It may have been a dog.", []) { Doubt = new Doubt(70, "Dog", at, []) };
            market.Bind(job, Caller.SystemId, DateTimeOffset.UnixEpoch);
            market.Keep(verdict, []);
            market.End(null, DecidedBy.Nobody, Caller.SystemId, "Not decided.", DateTimeOffset.UnixEpoch);
            await unit.CommitAsync(default);
        }

        (await host.GetByteArrayAsync($"/api/bets/{id}/evidence/doubt.jpg")).Should().Equal(jpeg);
        (await Anyone.GetAsync($"/api/bets/{id}/evidence/doubt.jpg").CodeAsync(HttpStatusCode.NotFound)).Should().Be("frame_not_found");
    }

    private static async Task<List<JsonElement>> FramesAsync(HttpClient client, long id) =>
        [.. (await client.GetJsonAsync($"/api/bets/{id}/sheet")).GetProperty("frames").EnumerateArray()];

    private static async Task<bool> SeesSheetAsync(HttpClient client, long id)
    {
        var isListed = (await FramesAsync(client, id)).Count > 0;
        using var response = await client.GetAsync($"/api/bets/{id}/sheet/0.jpg");
        response.StatusCode.Should().Be(isListed ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        return isListed;
    }
}
