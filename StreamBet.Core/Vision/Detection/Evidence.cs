using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>Weighs what the models say of a thing on one sample, in log odds: 0 is even chances, 1.386 four to
/// one.</summary>
/// <remarks>
/// <para>Raw scores are far too low to be read as chances: right detections have a median of 0.53, and of those at
/// 0.50-0.60 already 97 % are right. The weights of CenterNet and NanoDet are a logistic regression over their
/// detections on 135 labelled photographs. It asks for both: one alone passes 80 % only with a score that right
/// detections hardly reach. The third detector learned from other pictures; its weight was chosen on the clips that
/// docs/recognition.md names.</para>
/// <para>Guarded evidence is under 80 % where the models are known to be wrong in the same way in picture after
/// picture: where one of them gives less than 0.30 (of the photographs' detections at 0.25-0.30 20 % were right, at
/// 0.30-0.40 61 %), and where a look-alike is about as likely at the same place (a pig is half a dog and half a cow to
/// them, a dog is a dog).</para>
/// </remarks>
internal static class Evidence
{
    /// <summary>Four to one: 80 %.</summary>
    public static readonly double Decisive = Math.Log(4);

    private const double Intercept = 2.08;
    private const double CenterNetWeight = 2.10;
    private const double NanoDetWeight = 1.48;
    private const double SsdWeight = 0.6;

    /// <summary>What the third detector's weight is measured from: about the log odds of 0.25.</summary>
    private const double SsdMiddle = 1.1;

    // The scores that stand for "not found".
    private const double NoCenterNet = 0.05;
    private const double NoNanoDet = 0.08;
    private const double NoSsd = 0.10;

    /// <summary>No score is surer than this.</summary>
    private const double MaxScore = 0.98;

    /// <summary>How much "Vehicle" says of a car, a bus, a truck or a train, and how well the third detector's score
    /// for the thing itself stands in for NanoDet's.</summary>
    private const double VehicleShare = 0.8;

    private const double SsdShare = 0.7;

    /// <summary>A score under this one is more often wrong than right.</summary>
    private const double MinScoreOfEach = 0.30;

    private const double WeaknessPenalty = 10;

    /// <summary>A look-alike contests a thing if it scores more than two thirds of what the thing itself
    /// scores.</summary>
    private const double ContestingShare = 2 / 3.0;

    private const double RivalPenalty = 3;

    /// <summary>What speaks for the thing, before any guard.</summary>
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

    /// <summary>What speaks for the thing after the guards against a wrong YES; never more than without them.</summary>
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
