using System.Globalization;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Certainty;

/// <summary>The bounds within which residues hold: those of the clips that they were measured on, with a little room.
/// Outside of them that nothing was seen says nothing.</summary>
internal static class MeasuredBounds
{
    /// <summary>Pixels of the longer side, to which the models' frame is scaled: 320 in the smallest clips of the
    /// fit.</summary>
    private const int MinLongerSide = 320;

    /// <summary>The longer side over the shorter one; the clips of the fit have up to 2.3.</summary>
    private const double MaxRatio = 2.6;

    /// <summary>What is plainly there is there for this long.</summary>
    private static readonly TimeSpan MinLength = TimeSpan.FromSeconds(2);

    /// <summary>The clips of the fit have up to 40 s. Each thing of a longer one is examined as often, but what was
    /// never measured is not promised for hours.</summary>
    private static readonly TimeSpan MaxLength = TimeSpan.FromMinutes(5);

    // Grey of the middle sample, 0-255; the clips of the fit have 25 to 189 with a contrast of 11 and more.
    private const double MinLight = 20;
    private const double MaxLight = 235;
    private const double MinContrast = 8;

    /// <summary>Pictures that differ by less than this in grey are the same picture; of the clips of the fit up to 58 %
    /// of the samples are the same as the one before, on a screen on which somebody reads.</summary>
    private const double SamePicture = 0.05;

    private const double MaxShareOfSame = 0.8;

    /// <summary>Says in a sentence why a clip is outside; null when it is within.</summary>
    /// <param name="video">What the clip is.</param>
    /// <param name="samples">What its samples are like, in the order of time.</param>
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
