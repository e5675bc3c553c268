using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using StreamBet.Core.Vision.Pictures;
using StreamBet.Tests.Support;
using StreamBet.Tests.Vision.Text;

namespace StreamBet.Tests.Vision.Pictures;

/// <summary>How a banner stands over the game.</summary>
internal enum BannerKind
{
    Boxed,
    Bordered,
    HalfTransparent,
}

/// <summary>A banner of a game, drawn on one frame of each rendering.</summary>
/// <param name="Text">Letters, digits and spaces.</param>
/// <param name="Font">The path of its font.</param>
/// <param name="Size">The font's size where the picture is 720 high.</param>
/// <param name="Kind">How it stands over the game.</param>
/// <param name="Style">Options of drawtext.</param>
internal sealed record DrawnBanner(string Text, string Font, int Size, BannerKind Kind, string Style);

/// <summary>Draws banners over moving pictures, one on each frame, encoded as on the net.</summary>
internal static partial class DrawnBanners
{
    private const int Width = 1280;
    private const int Height = 720;

    // Every frame of a rendering shows one banner.
    private const double Rate = 4;

    private const int GroundsOfAll = 6;

    private static readonly (BannerKind Kind, string Style)[] Styles =
    [
        (BannerKind.Boxed, "fontcolor=white:box=1:boxcolor=black:boxborderw=14"),
        (BannerKind.Bordered, "fontcolor=white:borderw=4:bordercolor=black"),
        (BannerKind.Boxed, "fontcolor=0xffe060:box=1:boxcolor=0x203080:boxborderw=18"),
        (BannerKind.Bordered, "fontcolor=yellow:borderw=5:bordercolor=black"),
        (BannerKind.Boxed, "fontcolor=black:box=1:boxcolor=0xe0e0e0:boxborderw=10"),
        (BannerKind.HalfTransparent, "fontcolor=white@0.5"),
        (BannerKind.Boxed, "fontcolor=white:box=1:boxcolor=0x802020@0.9:boxborderw=12"),
        (BannerKind.Bordered, "fontcolor=0x60ff60:borderw=4:bordercolor=0x101030"),
    ];

    private static readonly (string One, string Other)[] Endings =
    [
        ("VICTORY", "DEFEAT"), ("YOU WIN", "YOU LOSE"), ("ROUND WON", "ROUND LOST"), ("QUALIFIED", "KNOCKED OUT"), ("GOAL", "FOUL"),
        ("MISSION COMPLETE", "MISSION FAILED"), ("SURVIVED", "ELIMINATED"), ("RED WINS", "BLUE WINS"), ("CHAMPION", "RUNNER UP"),
        ("FIRST PLACE", "THIRD PLACE"), ("Match won", "Match lost"), ("Level 8", "Level 9"),
    ];

    /// <summary>Pairs of banners that differ in their words alone, one after the other.</summary>
    public static List<DrawnBanner> Make(int pairs, int seed)
    {
        var random = new Random(seed);
        var banners = new List<DrawnBanner>();
        for (var i = 0; i < pairs; i++)
        {
            var (one, other) = Endings[i % Endings.Length];
            var (kind, style) = Styles[(i + (i / Styles.Length)) % Styles.Length];
            var font = DrawnScreens.Fonts[((i * 7) + seed) % DrawnScreens.Fonts.Count];
            var size = Math.Min(random.Next(48, 130), (int)(900 / (0.75 * Math.Max(one.Length, other.Length))));
            banners.Add(new DrawnBanner(one, font, size, kind, style));
            banners.Add(new DrawnBanner(other, font, size, kind, style));
        }

        return banners;
    }

    /// <summary>Draws the banners, and gives the frames in grey as they are after encoding.</summary>
    /// <param name="name">A file name that no other clip has.</param>
    /// <param name="banners">A banner for each frame; null for none.</param>
    /// <param name="seed">Decides places and grounds.</param>
    /// <param name="scale">Of the banners, in comparison with 1.</param>
    /// <param name="width">The width of the encoded clip.</param>
    /// <param name="crf">The quality of the encoding.</param>
    /// <param name="sampleWidth">The width of the frames.</param>
    public static async Task<List<GreyPicture>> DrawAsync(
        string name, IReadOnlyList<DrawnBanner?> banners, int seed, double scale, int width, int crf, int sampleWidth)
    {
        var path = await TestClips.MakeAsync(
            name,
            [
                .. Grounds(seed, banners.Count), "-filter_complex",
                Joined(seed, banners.Count, CanvasOf(scale)) + Drawn(banners, seed) + $",scale={width}:-2[out]", "-map", "[out]",
                "-frames:v", Text(banners.Count), "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", Text(crf),
            ]);
        return await DecodeAsync(path, sampleWidth);
    }

    /// <summary>The boxes of the banners of a rendering with the same seed and scale, in pixels.</summary>
    public static async Task<List<(int Left, int Top, int Right, int Bottom)>> BoxesAsync(
        string name, IReadOnlyList<DrawnBanner> banners, int seed, double scale)
    {
        var white = banners.Select(banner => banner with { Style = Colour().Replace(banner.Style, "color=white") }).ToList();
        var path = await TestClips.MakeAsync(
            name, "-f", "lavfi", "-i", $"color=black:s={CanvasOf(scale).Width}x{CanvasOf(scale).Height}:r={Rate}", "-vf", Drawn(white, seed),
            "-frames:v", Text(banners.Count), "-pix_fmt", "gray", "-c:v", "ffv1");
        return [.. (await DecodeAsync(path, CanvasOf(scale).Width)).Select(Bounds)];
    }

    /// <summary>A part of a picture.</summary>
    public static GreyPicture Cut(GreyPicture picture, int left, int top, int right, int bottom)
    {
        (left, top) = (Math.Clamp(left, 0, picture.Width - 1), Math.Clamp(top, 0, picture.Height - 1));
        (right, bottom) = (Math.Clamp(right, left + 1, picture.Width), Math.Clamp(bottom, top + 1, picture.Height));
        var pixels = new byte[(right - left) * (bottom - top)];
        for (var y = top; y < bottom; y++)
            picture.Pixels.Span.Slice((y * picture.Width) + left, right - left).CopyTo(pixels.AsSpan((y - top) * (right - left)));
        return new GreyPicture(right - left, bottom - top, pixels);
    }

    private static string[] Grounds(int seed, int frames)
    {
        var seconds = Text(FramesOf(frames) / Rate);
        string[] sources =
        [
            $"mandelbrot=s=640x360:rate={Rate}:start_scale={2 + (seed % 3)}", $"testsrc2=s=640x360:r={Rate}",
            $"life=s=320x180:r={Rate}:mold=10:ratio=0.3:seed={seed}:death_color=#C83232:life_color=#00ff00",
            $"cellauto=s=320x180:r={Rate}:rule=18:seed={seed}",
        ];
        string[] photos = seed % 2 == 0 ? ["sample4.jpg", "sample1.jpg"] : ["sample6.jpg", "sample2.jpg"];
        return
        [
            .. sources.SelectMany(source => (string[])["-f", "lavfi", "-t", seconds, "-i", source]),
            .. photos.SelectMany(photo => (string[])
                ["-loop", "1", "-framerate", Text(Rate), "-t", seconds, "-i", RealClips.Picture(photo)]),
        ];
    }

    // The letters are the same in every rendering, and so they take up more of a smaller picture.
    private static (int Width, int Height) CanvasOf(double scale) => (32 * (int)Math.Round(40 / scale), 18 * (int)Math.Round(40 / scale));

    private static double FramesOf(int all) => Math.Ceiling(all / (double)GroundsOfAll);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Joined(int seed, int frames, (int Width, int Height) canvas)
    {
        var inputs = Enumerable.Range(0, GroundsOfAll).ToArray();
        var scaled = inputs.Select(i => i < 4
            ? $"[{i}]scale={canvas.Width}:{canvas.Height}:flags=bilinear,setsar=1,format=yuv420p[g{i}];"
            : $"[{i}]scale={canvas.Width + 220}:{canvas.Height + 240},crop={canvas.Width}:{canvas.Height}"
                + $":x='110+100*sin({seed}+2*t)':y='100+90*cos(t*1.7)',noise=alls=14:allf=t,setsar=1,format=yuv420p[g{i}];");
        return string.Concat(scaled) + string.Concat(inputs.Select(i => $"[g{(i + seed) % GroundsOfAll}]")) + $"concat=n={GroundsOfAll},";
    }

    private static string Drawn(IReadOnlyList<DrawnBanner?> banners, int seed)
    {
        var random = new Random(seed);
        var filters = new List<string>();
        for (var i = 0; i < banners.Count; i++)
        {
            var (x, y) = (random.NextDouble(), random.NextDouble());
            if (banners[i] is not { } banner)
                continue;
            filters.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"drawtext=fontfile={banner.Font}:text='{banner.Text}':expansion=none:fontsize={banner.Size}"
                + $":{banner.Style}:x=24+(w-tw-48)*{x:0.###}:y=24+(h-th-48)*{y:0.###}:enable='eq(n,{i})'"));
        }

        return string.Join(',', filters);
    }

    private static (int Left, int Top, int Right, int Bottom) Bounds(GreyPicture picture)
    {
        var (left, top, right, bottom) = (picture.Width, picture.Height, 0, 0);
        for (var i = 0; i < picture.Pixels.Length; i++)
        {
            if (picture.Pixels.Span[i] < 20)
                continue;
            var (x, y) = (i % picture.Width, i / picture.Width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
        }

        return (left, top, right, bottom);
    }

    private static async Task<List<GreyPicture>> DecodeAsync(string path, int width)
    {
        var height = width * Height / Width;
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true };
        foreach (var argument in (string[])
            ["-nostdin", "-v", "error", "-i", path, "-vf", $"scale={width}:{height}", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var frames = new List<GreyPicture>();
        while (true)
        {
            var pixels = new byte[width * height];
            if (await process.StandardOutput.BaseStream.ReadAtLeastAsync(pixels, pixels.Length, throwOnEndOfStream: false) < pixels.Length)
                return frames;
            frames.Add(new GreyPicture(width, height, pixels));
        }
    }

    // Of letters, outline and box.
    [GeneratedRegex("color=[^:]+")]
    private static partial Regex Colour();
}
