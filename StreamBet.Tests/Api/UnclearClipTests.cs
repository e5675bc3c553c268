using System.Net;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A clip in which little can be seen is refused with a sentence or decides nothing; it is never a NO.</summary>
public sealed class UnclearClipTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("one-picture", "mandelbrot=size=320x180:rate=25", "-frames:v 1", "one_picture")]
    [InlineData("one-pixel", "color=s=2x2:r=10:d=4,format=rgb24,crop=1:1", "-c:v mpeg4", "picture_too_small")]
    [InlineData("four-hours", "color=s=64x64:r=0.02:d=14400", "-preset ultrafast", "clip_too_long")]
    [InlineData("short", "mandelbrot=size=320x180:rate=10", "-t 1.5", null)]
    [InlineData("black", "color=black:s=320x180:r=10:d=4", "-preset ultrafast", null)]
    [InlineData("frozen", "mandelbrot=size=320x180:rate=10,loop=loop=-1:size=1", "-t 4", null)]
    [InlineData("dark", "mandelbrot=size=320x180:rate=10,eq=brightness=-0.8", "-t 4", null)]
    [InlineData("tiny", "mandelbrot=size=64x36:rate=10", "-t 4", null)]
    public async Task It_is_never_a_no(string name, string picture, string arguments, string? code)
    {
        var clip = await TestClips.MakeAsync(
            $"unclear-{name}.mp4", ["-f", "lavfi", "-i", picture, "-pix_fmt", "yuv420p", .. arguments.Split(' ')]);
        var id = await _app.Local.OpenMarketAsync("Dog");

        var sending = _app.Local.SendClipAsync(clip, $"?bet_ids={id}");

        if (code is not null)
        {
            (await sending.CodeAsync(HttpStatusCode.BadRequest)).Should().Be(code);
            (await _app.Local.StateOfAsync(id)).Should().Be("open");
            return;
        }

        await (await sending).ReadAsync();
        await StaysUndecidedAsync(id);
    }

    [Theory]
    [InlineData("black", "color=black:s=640x360:r=10:d=4", "*too dark*")]
    [InlineData("frozen", "mandelbrot=size=640x360:rate=10,loop=loop=-1:size=1", "*stands still*")]
    public async Task Nor_is_a_text_that_can_not_be_read_in_it(string name, string picture, string why)
    {
        var clip = await TestClips.MakeAsync($"unread-{name}.mp4", "-f", "lavfi", "-i", picture, "-t", "4", "-pix_fmt", "yuv420p");
        var id = await OpenAsync(new { text = new { phrase = "VICTORY" } });

        await (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync();

        await StaysUndecidedAsync(id, why);
    }

    [Fact]
    public async Task Nor_is_a_window_in_which_nothing_can_be_seen()
    {
        var clip = await TestClips.MakeAsync(
            "dark-window.mp4", "-f", "lavfi", "-i", "mandelbrot=size=640x360:rate=10", "-t", "16", "-vf",
            "drawbox=c=black:t=fill:enable='between(t,3,9)'", "-pix_fmt", "yuv420p", "-preset", "ultrafast");
        var (dark, light) = (await OpenAsync(new { labels = new[] { "Dog" }, start = 4, end = 8 }), await _app.Local.OpenMarketAsync("Dog"));

        await (await _app.Local.SendClipAsync(clip, $"?bet_ids={dark},{light}")).ReadAsync();

        await StaysUndecidedAsync(dark, "The window is too dark for a NO.");
        (await BetAsync(light)).GetProperty("verdict").GetProperty("outcome").GetString().Should().Be("NO", "most of it is clear");
    }

    private async Task<long> OpenAsync(object criterion) =>
        (await _app.Local.PostJsonAsync("/api/bets", new { @event = "Will it be seen?", criterion }, HttpStatusCode.Created))
        .GetProperty("id").GetInt64();

    private async Task<JsonElement> BetAsync(long id) => (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet");

    private async Task StaysUndecidedAsync(long id, string why = "?*")
    {
        var bet = await BetAsync(id);
        bet.GetProperty("state").GetString().Should().Be("review");
        bet.GetProperty("verdict").GetProperty("reason").GetString().Should().Match(why);
        bet.GetProperty("verdict").GetProperty("doubt").ValueKind.Should().Be(JsonValueKind.Null, "no chance was measured on such clips");
    }
}
