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

    /// <summary>The parts, in time order. Together with those beside it, each is of two seconds or more.</summary>
    /// <param name="samples">All samples of the clip, <see cref="ClipFingerprint.SamplesPerSecond"/>.</param>
    public static IReadOnlyList<UnclearStretch> Of(IReadOnlyList<FingerprintPicture> samples)
    {
        var (parts, run) = (new List<UnclearStretch>(), new List<UnclearStretch>());
        for (var place = 0; place <= samples.Count; place++)
        {
            var (from, why) = (place * Each, place < samples.Count ? WhyUnclear(samples, place) : null);
            if (why is { } unclear)
            {
                if (run is [.., { } last] && last.Why == unclear)
                    run[^1] = last with { To = from + Each };
                else
                    run.Add(new UnclearStretch(unclear, from, from + Each));
            }
            else
            {
                if (run.Count > 0 && run[^1].To - run[0].From >= MinLength)
                    parts.AddRange(FromTheFirst(run));
                run.Clear();
            }
        }

        return parts;
    }

    // The first picture that stays is not like the one before, but it is one of those that stand still.
    private static List<UnclearStretch> FromTheFirst(List<UnclearStretch> run) =>
        run[0].Why == Unclarity.Still ? [run[0] with { From = run[0].From - Each }, .. run.Skip(1)] : run;

    private static Unclarity? WhyUnclear(IReadOnlyList<FingerprintPicture> samples, int place)
    {
        var (light, contrast) = samples[place].Measure();
        return light < MinLight ? Unclarity.Dark
            : light > MaxLight ? Unclarity.Bright
            : contrast < MinContrast ? Unclarity.Flat
            : place > 0 && samples[place].DistanceTo(samples[place - 1]) < SamePicture ? Unclarity.Still
            : null;
    }
}
