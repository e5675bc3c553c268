using StreamBet.Core.Media;
using StreamBet.Core.Vision.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Text;

/// <summary>Pictures with text, drawn with free fonts: <c>game.png</c> has 640 x 360 pixels and <c>outcomes.png</c>
/// 1280 x 720.</summary>
internal static class TextPictures
{
    private static readonly string Folder = Path.Combine(Repository.Root, "StreamBet.Tests", "Vision", "Text", "Pictures");

    /// <summary>The path of a picture.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name + ".png");

    /// <summary>Reads a picture.</summary>
    /// <param name="name">"game" or "outcomes".</param>
    /// <param name="width">Its width after the filters.</param>
    /// <param name="height">Its height after the filters.</param>
    /// <param name="filters">Filters of ffmpeg; "null" for none.</param>
    public static async Task<byte[]> ReadAsync(string name, int width, int height, string filters = "null")
    {
        var key = string.Concat(filters.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));
        var path = await TestClips.MakePipedAsync(
            $"{name}-{key}.rgb", "-i", PathOf(name), "-vf", filters, "-pix_fmt", "rgb24", "-f", "rawvideo");
        var pixels = await File.ReadAllBytesAsync(path);
        pixels.Should().HaveCount(width * height * 3);
        return pixels;
    }

    /// <summary>Pixels as a picture.</summary>
    public static RgbPicture ToPicture(byte[] pixels, int width, int height) =>
        new(pixels, width, new Letterbox(0, 0, width, height));

    /// <summary>Three seconds of the picture "game".</summary>
    public static Task<string> ClipAsync() => TestClips.MakeAsync(
        "game-text.mp4", "-loop", "1", "-framerate", "10", "-t", "3", "-i", PathOf("game"), "-pix_fmt", "yuv420p",
        "-c:v", "libx264", "-preset", "veryfast");
}
