using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Pictures;

/// <summary>The chances that a place is the picture (see docs/recognition.md).</summary>
internal static class PictureCertainty
{
    /// <summary>The highest confidence of what is not surely the picture.</summary>
    public const double MaxUnsure = 79.9;

    /// <summary>The chance in percent that the picture was plainly there for two seconds or longer though no match reaches a doubt
    /// of 20. Of 763 measured samples that showed one, 24 were missed, by which it is 4.6 at most with a certainty of 95 %.</summary>
    public const double Residue = 5;

    // From here on no other picture came, not even one that differs in one digit.
    private const double Sure = 0.9;

    // Of other pictures only those that differ in one digit came here; of places without any, none.
    private const double Possible = 0.7;

    // Confidence at the two likenesses, and at 1.
    private const double AtPossible = 20;
    private const double AtSure = 90;
    private const double AtOne = 99.5;

    // Smaller samples were not measured.
    private static readonly SizeBounds Size = new(MinLongerSide: 480, MaxLength: TimeSpan.FromMinutes(5));

    /// <summary>The confidence that a place is the picture, and the doubt that it is not nothing, 0-100 each.</summary>
    /// <param name="likeness">The best likeness of a sample.</param>
    /// <param name="neighbour">The best likeness of the sample before or after; -1 if there is none.</param>
    public static (double Confidence, double Doubt) Judge(double likeness, double neighbour)
    {
        var chance = likeness switch
        {
            < Possible => AtPossible * Math.Max(0, likeness) / Possible,
            < Sure => AtPossible + ((MaxUnsure - AtPossible) * (likeness - Possible) / (Sure - Possible)),
            _ => AtSure + ((AtOne - AtSure) * (Math.Min(1, likeness) - Sure) / (1 - Sure)),
        };

        // What the neighbour shows too is no accident of the encoding, and may be what this one nearly shows.
        var doubt = likeness < Possible && neighbour >= Sure ? Math.Max(chance, AtPossible) : chance;
        return (chance, doubt);
    }

    /// <summary>Why the residue does not apply to a clip, as a sentence; null if it does.</summary>
    public static string? OutOfBounds(VideoMetadata video) => Size.Check(video);
}
