using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>Finds the parts of a clip that are dark, glaring, flat or frozen.</summary>
internal static class UnclearParts
{
    /// <summary>Mean grey, 0-255. The clips of the fit have 25 to 189 (see docs/recognition.md), with a contrast of at least
    /// 11.</summary>
    public const double MinLight = 20;

    /// <inheritdoc cref="MinLight"/>
    public const double MaxLight = 235;

    /// <summary>The standard deviation of the grey.</summary>
    public const double MinContrast = 8;

    /// <summary>Samples whose grey differs by less than this are the same picture.</summary>
    public const double SamePicture = 0.05;

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1.0 / ClipFingerprint.SamplesPerSecond);

    // A thing that is plainly there is there for as long.
    private static readonly TimeSpan MinLength = TimeSpan.FromSeconds(2);

    /// <summary>The parts, in time order, of two seconds or more each.</summary>
    /// <param name="samples">All samples of the clip, <see cref="ClipFingerprint.SamplesPerSecond"/>.</param>
    public static IReadOnlyList<UnclearStretch> Of(IReadOnlyList<FingerprintPicture> samples)
    {
        var parts = new List<UnclearStretch>();
        for (var first = 0; first < samples.Count;)
        {
            var why = WhyUnclear(samples, first);
            var next = first + 1;
            while (why is not null && next < samples.Count && WhyUnclear(samples, next) == why)
                next++;
            if (why is { } unclear)
                parts.Add(new UnclearStretch(unclear, first * Each, next * Each));
            first = next;
        }

        return [.. parts.Where(part => part.To - part.From >= MinLength)];
    }

    private static Unclarity? WhyUnclear(IReadOnlyList<FingerprintPicture> samples, int place)
    {
        var (light, contrast) = samples[place].Measure();
        return light < MinLight ? Unclarity.Dark
            : light > MaxLight ? Unclarity.Bright
            : contrast < MinContrast ? Unclarity.Flat
            : IsSame(samples, place, place - 1) || IsSame(samples, place, place + 1) ? Unclarity.Still
            : null;
    }

    private static bool IsSame(IReadOnlyList<FingerprintPicture> samples, int place, int other) =>
        other >= 0 && other < samples.Count && samples[place].DistanceTo(samples[other]) < SamePicture;
}
