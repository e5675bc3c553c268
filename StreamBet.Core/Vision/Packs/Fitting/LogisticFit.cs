namespace StreamBet.Core.Vision.Packs.Fitting;

/// <summary>A clip as the fit sees it.</summary>
/// <param name="LogOdds">Those of its best score.</param>
/// <param name="IsPositive">Whether it shows the class.</param>
internal readonly record struct FitPoint(double LogOdds, bool IsPositive);

/// <summary>Fits the chance that a class is there to the best score of a clip.</summary>
internal static class LogisticFit
{
    private const int MaxSteps = 50;
    private const double Enough = 1e-9;

    // Keeps the numbers finite where all scores are the same.
    private const double Shrinkage = 0.01;

    /// <summary>The coefficients; null if higher scores do not mean higher chances, or there is nothing to fit.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="prior">The share of clips with the class to assume, 0-1, where the clips have a larger one.</param>
    /// <remarks>The fit adds two clips that were not there: one without the class that has the best of all scores, and one
    /// with it that has the worst. So a few clips, however clear, give no certainty.</remarks>
    public static (double Intercept, double Slope)? Fit(IReadOnlyList<FitPoint> clips, double prior)
    {
        const double minSlope = 0.05;
        var positives = clips.Count(clip => clip.IsPositive);
        if (positives == 0 || positives == clips.Count)
            return null;
        FitPoint[] points =
        [
            .. clips,
            new FitPoint(clips.Max(clip => clip.LogOdds), IsPositive: false),
            new FitPoint(clips.Min(clip => clip.LogOdds), IsPositive: true),
        ];
        var (intercept, slope) = Minimise(points);
        if (!double.IsFinite(intercept + slope) || slope < minSlope)
            return null;

        // Labelled folders have more clips with a thing than people's bets have. A smaller share is not corrected: a chance
        // is never raised above what was seen.
        var share = (double)positives / clips.Count;
        return (intercept + Math.Min(0, LogOdds(prior) - LogOdds(share)), slope);
    }

    private static (double Intercept, double Slope) Minimise(FitPoint[] points)
    {
        var (intercept, slope) = (0.0, 0.0);
        var loss = LossOf(points, intercept, slope);
        for (var step = 0; step < MaxSteps; step++)
        {
            var (across, along) = NewtonStep(points, intercept, slope);
            var length = 1.0;
            var next = LossOf(points, intercept + across, slope + along);
            for (; next > loss && length > Enough; length /= 2, next = LossOf(points, intercept + (length * across), slope + (length * along)))
            {
            }

            (intercept, slope) = (intercept + (length * across), slope + (length * along));
            if (loss - next < Enough)
                break;
            loss = next;
        }

        return (intercept, slope);
    }

    private static (double Intercept, double Slope) NewtonStep(FitPoint[] points, double intercept, double slope)
    {
        var (first, second) = (-Shrinkage * intercept, -Shrinkage * slope);
        var (top, side, bottom) = (Shrinkage, 0.0, Shrinkage);
        foreach (var point in points)
        {
            var chance = Chance(intercept + (slope * point.LogOdds));
            var error = (point.IsPositive ? 1 : 0) - chance;
            var weight = chance * (1 - chance);
            first += error;
            second += error * point.LogOdds;
            top += weight;
            side += weight * point.LogOdds;
            bottom += weight * point.LogOdds * point.LogOdds;
        }

        var determinant = (top * bottom) - (side * side);
        return (((bottom * first) - (side * second)) / determinant, ((top * second) - (side * first)) / determinant);
    }

    private static double LossOf(FitPoint[] points, double intercept, double slope)
    {
        var loss = Shrinkage * ((intercept * intercept) + (slope * slope)) / 2;
        foreach (var point in points)
        {
            var evidence = intercept + (slope * point.LogOdds);
            loss += Math.Log(1 + Math.Exp(point.IsPositive ? -evidence : evidence));
        }

        return loss;
    }

    private static double Chance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private static double LogOdds(double chance) => Math.Log(chance / (1 - chance));
}
