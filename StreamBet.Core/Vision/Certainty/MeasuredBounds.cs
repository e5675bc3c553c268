using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Certainty;

/// <summary>The bounds within which residues apply: those of the clips on which they were measured, with a small
/// margin. Outside them, seeing nothing means nothing.</summary>
internal static class MeasuredBounds
{
    // The smallest clips of the fit have 320 pixels, the longest 40 s. Longer clips are examined just as often, but nothing was
    // measured for hours.
    private static readonly SizeBounds Size = new(MinLongerSide: 320, MaxLength: TimeSpan.FromMinutes(5));

    // Of the samples equal to the one before. In the clips of the fit it is up to 58 % (a screen that someone is reading).
    private const double MaxShareOfSame = 0.8;

    /// <summary>Why a clip is out of bounds, as a sentence; null if it is not.</summary>
    /// <param name="video">The clip's properties.</param>
    /// <param name="samples">Its samples as small pictures, in time order.</param>
    public static string? Check(VideoMetadata video, IReadOnlyList<FingerprintPicture> samples) => Size.Check(video)
        ?? (samples.Count == 0 ? "No picture of the clip was examined." : WhyUnclear(samples)?.WhyNotNo("The clip"));

    private static Unclarity? WhyUnclear(IReadOnlyList<FingerprintPicture> samples)
    {
        var measured = samples.Select(sample => sample.Measure()).ToList();
        var light = Median(measured.Select(sample => sample.Light));
        if (light < UnclearParts.MinLight)
            return Unclarity.Dark;
        if (light > UnclearParts.MaxLight)
            return Unclarity.Bright;
        if (Median(measured.Select(sample => sample.Contrast)) < UnclearParts.MinContrast)
            return Unclarity.Flat;
        var same = samples.Zip(samples.Skip(1)).Count(pair => pair.First.DistanceTo(pair.Second) < UnclearParts.SamePicture);
        return samples.Count > 1 && same > MaxShareOfSame * (samples.Count - 1) ? Unclarity.Still : null;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
