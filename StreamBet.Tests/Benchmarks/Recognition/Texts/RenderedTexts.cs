using System.Globalization;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition.Texts;

/// <summary>Draws texts onto real clips: many fonts, sizes and styles, encoded as well or badly as clips on the net.
/// The same every time.</summary>
internal static class RenderedTexts
{
    private const int Width = 1280;
    private const int Height = 720;
    private const int Bands = 3;
    private const int BandHeight = 160;
    private const double Step = 2.75;
    private const double Visible = 2.5;
    private const double Start = 0.25;
    private const int MaxWindows = 3;

    // Widths of letters rarely exceed this share of the font size.
    private const double LetterWidth = 0.68;

    private static readonly int[] Qualities = [23, 26, 29, 32];

    private static readonly string[] Phrases =
    [
        "VICTORY", "DEFEAT", "GAME OVER", "YOU WIN", "YOU LOSE", "Winner: {name}", "{name} wins", "FINISH", "K.O.", "GOAL!",
        "SCORE {n}", "Score: {n}", "LEVEL {d}", "ROUND {d}", "Lap {d}/{d}", "{d} - {d}", "{d}:{dd}", "{n} pts", "+{n}", "{n}",
        "{name} {d} {d} {dd}", "{name} {dd}", "KILLS {dd}", "x{dd}", "TEAM {name}", "Mission failed", "New record", "Ready?",
        "Press any key", "PAUSED", "1st PLACE", "{d}nd place", "TIME {dd}:{dd}", "CHAMPION", "{word} {word}", "{word}",
        "The {word} is {word}", "{WORD}", "{WORD} {WORD}", "MATCH POINT", "{dd}%", "HP {n}/{n}", "{WORD} {d}", "Final score {d}-{d}",
    ];

    private static readonly string[] Names =
        ["Nadal", "ALICE", "Kim", "J. ARNOLD", "Red", "BLUE", "Maria", "TINSEL", "Zoe", "QUINN", "Lee_99", "xXDarkXx", "M. WRIGHT"];

    private static readonly string[] Words =
    [
        "open", "jump", "water", "quick", "silver", "bonus", "castle", "energy", "forest", "golden", "hidden", "island", "jungle",
        "knight", "ladder", "market", "night", "orange", "player", "queen", "rocket", "shield", "target", "unlock", "village",
        "window", "yellow", "zombie", "attack", "battle", "cheese", "dragon", "escape", "flight", "ground", "hammer", "burger",
    ];

    // Options of drawtext without text, font, size, place and time.
    private static readonly (string Name, string Options)[] Styles =
    [
        ("plain", "fontcolor=white"), ("outline", "fontcolor=white:borderw=2:bordercolor=black"),
        ("panel", "fontcolor=white:box=1:boxcolor=black@0.55:boxborderw=8"),
        ("shadow", "fontcolor=yellow:shadowx=2:shadowy=2:shadowcolor=black"),
        ("label", "fontcolor=black:box=1:boxcolor=white:boxborderw=6"),
        ("red", "fontcolor=red:borderw=2:bordercolor=white"), ("faint", "fontcolor=white@0.75:borderw=1:bordercolor=black@0.6"),
        ("green", "fontcolor=0x40ff40:box=1:boxcolor=0x202040@0.8:boxborderw=6"),
    ];

    /// <summary>Makes the clips.</summary>
    /// <param name="backgrounds">Clips to draw on; they show no text themselves.</param>
    /// <param name="fonts">The paths of font files.</param>
    /// <param name="folder">Where the clips go; those that are there already stay.</param>
    /// <param name="rounds">How often each background is used.</param>
    public static async Task<IReadOnlyList<TextClip>> MakeAsync(
        IReadOnlyList<string> backgrounds, IReadOnlyList<string> fonts, string folder, int rounds)
    {
        var random = new Random(20_26);
        var clips = new List<TextClip>();
        for (var i = 0; i < backgrounds.Count * rounds; i++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"text-{i:000}.mp4"));
            var quality = Qualities[random.Next(Qualities.Length)];
            var background = backgrounds[i % backgrounds.Count];
            var length = (await Conversions.ProbeAsync(background)).Duration.TotalSeconds;
            var windows = Math.Clamp((int)((length - Start) / Step), 1, MaxWindows);
            var (texts, filters) = Draw(random, fonts, folder, i, windows);
            if (!File.Exists(path))
                await EncodeAsync(background, filters, quality, path);
            clips.Add(new TextClip(path, texts, IsRendered: true));
            Console.Error.Write($"\r{clips.Count} of {backgrounds.Count * rounds} clips made");
        }

        Console.Error.WriteLine();
        return clips;
    }

    private static (List<KnownText> Texts, string Filters) Draw(Random random, IReadOnlyList<string> fonts, string folder, int clip, int windows)
    {
        var texts = new List<KnownText>();
        var filters = new List<string>
        {
            "fps=10", $"scale={Width}:{Height}:force_original_aspect_ratio=increase", $"crop={Width}:{Height}", "setsar=1",
        };
        for (var i = 0; i < windows * Bands; i++)
        {
            var (window, band) = (i / Bands, i % Bands);
            var text = Fill(random, Phrases[random.Next(Phrases.Length)]);
            var size = Math.Min(random.Next(16, 65), (int)((Width - 220) / (LetterWidth * text.Length)));
            var style = Styles[random.Next(Styles.Length)];
            var font = fonts[random.Next(fonts.Count)];
            var from = Start + (window * Step);
            var top = 20 + (band * 240);
            var y = top + random.Next(10, BandHeight - 80);
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"text-{clip:000}-{i}.txt"));
            File.WriteAllText(file, text);
            filters.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"drawtext=fontfile={font}:textfile={file}:expansion=none:fontsize={size}:{style.Options}:x={random.Next(20, 180)}:y={y}"
                + $":enable='between(t,{from},{from + Visible})'"));
            texts.Add(new KnownText(
                text, new Stretch(from, from + Visible), (y - 12) / (double)Height, (y + (1.4 * size) + 12) / Height, size, style.Name));
        }

        return (texts, string.Join(',', filters));
    }

    private static string Fill(Random random, string phrase)
    {
        (string Mark, Func<string> Make)[] marks =
        [
            ("{name}", () => Names[random.Next(Names.Length)]),
            ("{word}", () => Words[random.Next(Words.Length)]),
            ("{WORD}", () => Words[random.Next(Words.Length)].ToUpperInvariant()),
            ("{dd}", () => random.Next(10, 100).ToString(CultureInfo.InvariantCulture)),
            ("{d}", () => random.Next(0, 10).ToString(CultureInfo.InvariantCulture)),
            ("{n}", () => random.Next(0, 20_000).ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var (mark, make) in marks)
        {
            for (int at; (at = phrase.IndexOf(mark, StringComparison.Ordinal)) >= 0;)
                phrase = phrase[..at] + make() + phrase[(at + mark.Length)..];
        }

        return phrase;
    }

    private static async Task EncodeAsync(string background, string filters, int quality, string path)
    {
        using var ffmpeg = System.Diagnostics.Process.Start(
            "ffmpeg",
            [
                "-nostdin", "-v", "error", "-y", "-i", background, "-map", "0:v:0", "-vf", filters,
                "-t", "8.5", "-an", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast",
                "-crf", quality.ToString(CultureInfo.InvariantCulture), path,
            ]);
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg could not draw texts on {background}.");
    }
}
