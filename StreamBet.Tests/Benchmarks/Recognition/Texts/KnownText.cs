using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition.Texts;

/// <summary>A text that a clip shows.</summary>
/// <param name="Text">As a person reads it.</param>
/// <param name="When">When it is visible.</param>
/// <param name="Top">The upper end of the part of the picture that shows it, 0-1.</param>
/// <param name="Bottom">The lower end.</param>
/// <param name="Size">The font size in pixels where the picture is 720 high; null if unknown.</param>
/// <param name="Style">How it was drawn; empty if unknown.</param>
internal sealed record KnownText(string Text, Stretch When, double Top, double Bottom, double? Size, string Style)
{
    /// <summary>The size from which a text counts as plainly there.</summary>
    public const double PlainSize = 24;

    /// <summary>Whether it is large enough, and visible for long enough, to be missed only by mistake.</summary>
    public bool IsPlain => Size is null or >= PlainSize && When.To - When.From >= KnownClip.PlainSeconds;
}

/// <summary>A clip with its texts.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Texts">What it shows.</param>
/// <param name="IsRendered">Whether the texts were drawn onto it, so that each is known exactly.</param>
internal sealed record TextClip(string Path, IReadOnlyList<KnownText> Texts, bool IsRendered)
{
    /// <summary>Whether it shows no text at all. The manifests list none for recordings of screens, which are full of
    /// it.</summary>
    public bool HasNoText => Texts.Count == 0 && !Path.Contains("screen", StringComparison.Ordinal);

    /// <summary>The clips of a folder whose manifest lists texts.</summary>
    public static IEnumerable<TextClip> In(string folder) => SharedMaterial.Manifest(folder)
        .Select(entry => new TextClip(
            System.IO.Path.Combine(folder, entry.GetProperty("file").GetString()!),
            [
                .. entry.GetProperty("text").EnumerateArray().Select(text => new KnownText(
                    text.GetProperty("text").GetString()!,
                    new Stretch(text.GetProperty("from_s").GetDouble(), text.GetProperty("to_s").GetDouble()),
                    0, 1, null, "")),
            ],
            IsRendered: false));
}
