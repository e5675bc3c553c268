using System.Globalization;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Certainty;

/// <summary>The bounds within which residues apply: those of the clips on which they were measured, with a small
/// margin. Outside them, seeing nothing means nothing.</summary>
internal static class MeasuredBounds
{
    /// <summary>The minimum length of the longer side, in pixels; the smallest clips of the fit have 320.</summary>
    private const int MinLongerSide = 320;

    /// <summary>The maximum ratio of the longer to the shorter side; the clips of the fit have up to 2.3.</summary>
    private const double MaxRatio = 2.6;

    /// <summary>The minimum length: "plainly there" means for this long.</summary>
    private static readonly TimeSpan MinLength = TimeSpan.FromSeconds(2);

    /// <summary>The maximum length; the clips of the fit have up to 40 s. Longer clips are examined just as often, but
    /// nothing was measured for hours.</summary>
    private static readonly TimeSpan MaxLength = TimeSpan.FromMinutes(5);

    // Median grey of the samples, 0-255. The clips of the fit have 25 to 189, with a contrast of at least 11.
    private const double MinLight = 20;
    private const double MaxLight = 235;
    private const double MinContrast = 8;

    /// <summary>Samples whose grey differs by less than this are the same. In the clips of the fit, up to 58 % of the
    /// samples equal the one before (a screen that someone is reading).</summary>
    private const double SamePicture = 0.05;

    private const double MaxShareOfSame = 0.8;

    /// <summary>Why a clip is out of bounds, as a sentence; null if it is not.</summary>
    /// <param name="video">The clip's properties.</param>
    /// <param name="samples">The statistics of its samples, in time order.</param>
    public static string? Check(VideoMetadata video, IReadOnlyList<PictureStatistics> samples)
    {
        var (longer, shorter) = (Math.Max(video.Width, video.Height), Math.Min(video.Width, video.Height));
        if (longer < MinLongerSide)
            return Say($"The picture is too small: its longer side has {longer} pixels, {MinLongerSide} are needed.");
        if (longer > MaxRatio * shorter)
            return Say($"The picture is too narrow: {video.Width} x {video.Height} pixels.");
        if (video.Duration < MinLength)
            return Say($"The clip is too short: {video.Duration.TotalSeconds:0.#} s; {MinLength.TotalSeconds:0} s are needed.");
        if (video.Duration > MaxLength)
            return Say($"The clip is too long: the limit is {MaxLength.TotalMinutes:0} min.");
        return samples.Count == 0 ? "No picture of the clip was examined." : CheckLight(samples);
    }

    private static string? CheckLight(IReadOnlyList<PictureStatistics> samples)
    {
        var light = Median(samples.Select(sample => sample.Light));
        if (light < MinLight)
            return "The clip is too dark.";
        if (light > MaxLight)
            return "The clip is too bright.";
        if (Median(samples.Select(sample => sample.Contrast)) < MinContrast)
            return "The clip shows hardly more than one flat colour.";

        var same = samples.Zip(samples.Skip(1)).Count(pair => pair.First.DistanceTo(pair.Second) < SamePicture);
        return samples.Count > 1 && same > MaxShareOfSame * (samples.Count - 1)
            ? "The clip stands still: nearly all of it is one picture."
            : null;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
