using System.Net;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>The kept pictures of a job's clip, and who sees them.</summary>
public sealed class JobFramesTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_clip_that_decided_nothing_keeps_pictures_of_its_whole_length_for_its_uploader_alone()
    {
        var (uploader, other) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        var job = await uploader.SendFreshClipAsync("?share_frames=true");

        var frames = await FramesAsync(uploader, job);

        frames.Select(frame => frame.GetProperty("at").GetDouble()).Should().Equal(0, 0.5, 1, 1.5, 2, 2.5);
        var address = frames[3].GetProperty("url").GetString()!;
        var picture = await uploader.GetAsync(address);
        picture.Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
        picture.Headers.CacheControl!.Private.Should().BeTrue();
        (await Picture.OfJpegAsync(await picture.Content.ReadAsByteArrayAsync())).Width.Should().Be(320);
        (await other.GetAsync(address)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await _app.NewClient().GetAsync(address)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await uploader.GetAsync($"/api/jobs/{job}/frames/1.25.jpg").CodeAsync(HttpStatusCode.NotFound)).Should().Be("frame_not_found");
    }

    [Fact]
    public async Task They_are_deleted_with_the_clips_other_frames()
    {
        var uploader = await _app.NewGuestAsync();
        var job = await uploader.SendFreshClipAsync();
        var address = (await FramesAsync(uploader, job))[0].GetProperty("url").GetString();

        await uploader.DeleteAsync($"/api/jobs/{job}/clip");

        (await FramesAsync(uploader, job)).Should().BeEmpty();
        (await uploader.GetAsync(address)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Those_of_a_verdict_are_among_them_and_the_host_of_its_market_sees_them()
    {
        var host = await _app.NewGuestAsync();
        var id = await host.OpenMarketAsync();
        var job = await host.SendFreshClipAsync($"?bet_ids={id}");

        var frame = (await FramesAsync(host, job)).Should().ContainSingle().Subject;

        frame.GetProperty("at").GetDouble().Should().Be((await host.EvidenceOfAsync(id)).Single().GetProperty("at").GetDouble());
        (await host.GetAsync(frame.GetProperty("url").GetString())).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static async Task<IReadOnlyList<JsonElement>> FramesAsync(HttpClient client, Guid job) =>
        [.. (await client.GetJsonAsync($"/api/jobs/{job}/frames")).GetProperty("frames").EnumerateArray()];
}
