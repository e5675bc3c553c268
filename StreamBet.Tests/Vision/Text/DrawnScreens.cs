using System.Globalization;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Text;

/// <summary>A text on a drawn screen.</summary>
/// <param name="Text">Letters, digits, spaces and colons.</param>
/// <param name="Font">The path of its font.</param>
/// <param name="Size">The font's size where the picture is 720 high.</param>
/// <param name="Style">Its colours, one of <see cref="DrawnScreens.Styles"/>.</param>
/// <param name="Y">Its top, in pixels.</param>
/// <param name="Sample">The first sample that shows it.</param>
/// <param name="Samples">How many samples show it.</param>
internal sealed record DrawnText(string Text, string Font, int Size, string Style, int Y, int Sample, int Samples)
{
    /// <summary>From its first sample until the one after its last, in seconds.</summary>
    public (TimeSpan From, TimeSpan To) Window => (TimeOf(Sample), TimeOf(Sample + Samples));

    private static TimeSpan TimeOf(int sample) => TimeSpan.FromSeconds(sample / 2.0);
}

/// <summary>Draws screens like those of games: many fonts, sizes and colours in front of a moving picture, encoded as on the
/// net.</summary>
internal static class DrawnScreens
{
    /// <summary>Options of ffmpeg's drawtext without text, font, size and place.</summary>
    public static readonly IReadOnlyList<string> Styles =
    [
        "fontcolor=white:borderw=3:bordercolor=black", "fontcolor=yellow:borderw=4:bordercolor=black",
        "fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=10", "fontcolor=black:box=1:boxcolor=white:boxborderw=8",
        "fontcolor=0x40ff40:box=1:boxcolor=0x202040@0.85:boxborderw=8", "fontcolor=red:borderw=3:bordercolor=white",
        "fontcolor=white:shadowx=3:shadowy=3:shadowcolor=black:borderw=1:bordercolor=black",
    ];

    private static readonly string Folder =
        Path.Combine(Repository.Root, "StreamBet.Tests", "Support", "Fonts", "node_modules", "@fontsource");

    private static readonly Lazy<IReadOnlyList<string>> AllFonts = new(() =>
    [
        .. Directory.EnumerateFiles(Folder, "*-latin-400-normal.woff", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
    ]);

    /// <summary>Twenty fonts.</summary>
    public static IReadOnlyList<string> Fonts => AllFonts.Value;

    /// <summary>Makes a clip of 1280 x 720 with these texts.</summary>
    /// <param name="name">A file name that no other clip has.</param>
    /// <param name="texts">The texts; those of one sample must not overlap.</param>
    public static Task<string> MakeAsync(string name, IReadOnlyList<DrawnText> texts)
    {
        var seconds = texts.Max(text => text.Sample + text.Samples) / 2.0;
        var filters = texts.Select((text, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"drawtext=fontfile={text.Font}:text='{text.Text.Replace(":", "\\:", StringComparison.Ordinal)}':expansion=none"
            + $":fontsize={text.Size}:{text.Style}:x=(w-tw)*{((i * 37) % 100) / 100.0}:y={text.Y}"
            + $":enable='between(t,{text.Window.From.TotalSeconds - 0.01},{text.Window.To.TotalSeconds - 0.01})'"));
        return TestClips.MakeAsync(
            name, "-loop", "1", "-framerate", "4", "-t", seconds.ToString(CultureInfo.InvariantCulture), "-i",
            RealClips.Picture("sample4.jpg"), "-vf",
            "scale=1500:-2,crop=1280:720:x='110+100*sin(t)':y='60+50*cos(t*0.7)'," + string.Join(',', filters),
            "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "28");
    }
}
