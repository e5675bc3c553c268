using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision.Packs;

/// <summary>What a pack's scores mean, measured on labelled clips with the command <c>calibrate</c>.</summary>
/// <param name="Basis">The digest of what it was measured with, see <see cref="PackBasis"/>.</param>
/// <param name="Clips">The number of clips.</param>
/// <param name="Classes">What was measured for each class.</param>
internal sealed record PackCalibration(string Basis, int Clips, IReadOnlyList<ClassCalibration> Classes)
{
    /// <summary>Identifies it: the first digits of its text's SHA-256.</summary>
    public string Id { get; init; } = "";
}

/// <summary>What the scores of a class mean.</summary>
/// <param name="Name">The class.</param>
/// <param name="Intercept">The log odds that it is there when its score is one half.</param>
/// <param name="Slope">The change of the log odds with those of the score; over 0.</param>
/// <param name="Counts">The verdicts on the clips, each judged with what the others taught.</param>
internal sealed record ClassCalibration(string Name, double Intercept, double Slope, LabelCounts Counts)
{
    /// <summary>A class needs this many clips with it, and as many without it, to be calibrated.</summary>
    public const int MinClips = 3;

    /// <summary>A class needs this many clips with it, and as many without it, to decide a market.</summary>
    public const int MinClipsToDecide = 10;

    // Scores beyond these say nothing more; no score at all counts as the lower one.
    private const double MinScore = 0.02;
    private const double MaxScore = 0.98;

    // A market needs more than this, in percent.
    private const double Decisive = 80;

    // Of the normal distribution, for 95 % between two sides.
    private const double Deviations = 1.96;

    /// <summary>Whether a market may be decided by it: enough clips were labelled, and its best score says enough.</summary>
    public bool MayDecide => Counts.Positives >= MinClipsToDecide && Counts.Absent >= MinClipsToDecide
        && Confidence.Shown(ChanceOf(MaxScore)) > Decisive;

    /// <summary>The chance, 0-100, that it was plainly there although no doubt reached 20: the upper bound (95 %)
    /// of the share of clips in which it is missed.</summary>
    public double Residue => Math.Round(100 * UpperShare(Counts.No, Counts.Positives), 1, MidpointRounding.AwayFromZero);

    /// <summary>The figures for the vocabulary.</summary>
    public MeasuredFigures Measured => Counts.ToFigures();

    /// <summary>The chance, 0-100, that it is there. Never more than if one clip more had been a mistake.</summary>
    /// <param name="score">The model's score, 0-1.</param>
    public double ChanceOf(double score) => Math.Min(
        100 / (1 + Math.Exp(-(Intercept + (Slope * LogOdds(score))))),
        100.0 * Counts.Positives / (Counts.Positives + 1));

    /// <summary>The log odds of a score, within what says something.</summary>
    public static double LogOdds(double score)
    {
        var inside = Math.Clamp(score, MinScore, MaxScore);
        return Math.Log(inside / (1 - inside));
    }

    /// <summary>Wilson's upper bound of a share: with 0 of 10 it is 28 %.</summary>
    private static double UpperShare(int part, int whole)
    {
        if (whole == 0)
            return 1;
        var (share, square) = ((double)part / whole, Deviations * Deviations);
        var spread = Deviations * Math.Sqrt((share * (1 - share) / whole) + (square / (4.0 * whole * whole)));
        return Math.Min(1, (share + (square / (2 * whole)) + spread) / (1 + (square / whole)));
    }
}
