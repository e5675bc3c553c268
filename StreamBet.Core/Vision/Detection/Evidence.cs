using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>Combines the models' scores for a thing on one sample into log odds: 0 is even odds, 1.386 is four to
/// one.</summary>
/// <remarks>
/// <para>Raw scores are far too low to be read as probabilities: correct detections have a median of 0.53, and of those
/// at 0.50-0.60 already 97 % are correct. The weights of CenterNet and NanoDet come from a logistic regression over
/// their detections on 135 labelled photographs. It needs both models: one alone exceeds 80 % only with a score that
/// correct detections hardly reach. The third detector was trained on other pictures; its weight was chosen on the
/// clips named in docs/recognition.md.</para>
/// <para>Guarded evidence stays under 80 % where the models are known to repeat the same error from picture to picture:
/// where one of them scores below 0.30 (of the photographs' detections at 0.25-0.30, 20 % were correct; at 0.30-0.40,
/// 61 %), and where a look-alike is about as likely at the same place (the models see a pig as half dog, half cat, but
/// a dog as a dog).</para>
/// </remarks>
internal static class Evidence
{
    /// <summary>Four to one: 80 %.</summary>
    public static readonly double Decisive = Math.Log(4);

    private const double Intercept = 2.08;
    private const double CenterNetWeight = 2.10;
    private const double NanoDetWeight = 1.48;
    private const double SsdWeight = 0.6;

    /// <summary>The log odds at which the third detector is neutral: about those of a score of 0.25, negated.</summary>
    private const double SsdMiddle = 1.1;

    // The scores used for "not found".
    private const double NoCenterNet = 0.05;
    private const double NoNanoDet = 0.08;
    private const double NoSsd = 0.10;

    /// <summary>Scores are capped at this value.</summary>
    private const double MaxScore = 0.98;

    /// <summary>How much "Vehicle" counts for a car, bus, truck or train, and how much the third detector's own score
    /// counts in place of NanoDet's.</summary>
    private const double VehicleShare = 0.8;

    private const double SsdShare = 0.7;

    /// <summary>Scores below this are wrong more often than right.</summary>
    private const double MinScoreOfEach = 0.30;

    private const double WeaknessPenalty = 10;

    /// <summary>A look-alike contests a thing if its score exceeds two thirds of the thing's own.</summary>
    private const double ContestingShare = 2 / 3.0;

    private const double RivalPenalty = 3;

    /// <summary>The evidence for the thing, without guards.</summary>
    public static double Of(Candidate candidate)
    {
        var evidence = Intercept
            + (CenterNetWeight * LogOdds(candidate.CenterNet, NoCenterNet))
            + (NanoDetWeight * LogOdds(candidate.NanoDet, NoNanoDet));
        if (!IsHeard(candidate))
            return evidence;
        var third = Math.Max(candidate.Ssd, VehicleShare * candidate.Vehicle);
        return evidence + (SsdWeight * (LogOdds(third, NoSsd) + SsdMiddle));
    }

    /// <summary>The evidence after the guards against a wrong YES; never more than without them.</summary>
    public static double Guarded(Candidate candidate)
    {
        var evidence = Of(candidate);
        var weaker = Math.Min(candidate.CenterNet, Second(candidate));
        if (weaker < MinScoreOfEach)
            evidence = Math.Min(evidence, Decisive - (WeaknessPenalty * (MinScoreOfEach - weaker)));
        if (IsContested(candidate))
        {
            var excess = (candidate.Rival / Own(candidate)) - ContestingShare;
            evidence = Math.Min(evidence, Decisive - (RivalPenalty * excess));
        }

        return evidence;
    }

    /// <summary>Whether a look-alike is about as likely at the same place.</summary>
    public static bool IsContested(Candidate candidate) => candidate.Rival > ContestingShare * Own(candidate);

    private static double Own(Candidate candidate) => Math.Max(candidate.CenterNet, Second(candidate));

    private static double Second(Candidate candidate) => Math.Max(candidate.NanoDet, SsdShare * candidate.Ssd);

    private static bool IsHeard(Candidate candidate) =>
        OpenImages.Knows(candidate.Class) || LookAlikes.IsVehicle(candidate.Class);

    private static double LogOdds(double score, double notFound)
    {
        var inside = Math.Clamp(score, notFound, MaxScore);
        return Math.Log(inside / (1 - inside));
    }
}
