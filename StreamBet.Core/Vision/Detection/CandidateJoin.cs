using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Detection;

/// <summary>Combines the three models' detections of the same thing on one sample.</summary>
internal static class CandidateJoin
{
    /// <summary>The minimum share of the picture that a thing must cover: with smaller ones the models guess.</summary>
    public const double MinArea = 0.0015;

    /// <summary>A thing must reach this score with CenterNet or NanoDet; below it, the models see things in any
    /// picture.</summary>
    public const double MinScore = 0.15;

    /// <summary>Boxes that overlap more than this (IoU) show the same thing. Slightly below the usual half, because
    /// three models draw three boxes.</summary>
    private const double SamePlace = 0.45;

    private enum Model
    {
        CenterNet,
        NanoDet,
        Ssd,
    }

    private readonly record struct Opinion(Model Model, int Class, double Score, Box Box);

    /// <summary>The possible things on a sample.</summary>
    /// <param name="centerNet">CenterNet's detections.</param>
    /// <param name="nanoDet">NanoDet's detections.</param>
    /// <param name="ssd">The third detector's detections, numbered as in <see cref="OpenImages"/>.</param>
    public static IReadOnlyList<Candidate> Join(
        IReadOnlyList<RawDetection> centerNet, IReadOnlyList<RawDetection> nanoDet, IReadOnlyList<RawDetection> ssd)
    {
        IEnumerable<Opinion> opinions =
        [
            .. centerNet.Select(found => new Opinion(Model.CenterNet, found.Class, found.Score, found.Box)),
            .. nanoDet.Select(found => new Opinion(Model.NanoDet, found.Class, found.Score, found.Box)),
            .. ssd.Where(found => OpenImages.ToCoco(found.Class) is not null)
                .Select(found => new Opinion(Model.Ssd, OpenImages.ToCoco(found.Class)!.Value, found.Score, found.Box)),
        ];
        var joined = new List<Candidate>();
        foreach (var opinion in opinions.OrderByDescending(opinion => opinion.Score))
            Add(joined, opinion);
        var vehicles = ssd.Where(found => found.Class == OpenImages.Vehicle).ToList();
        return
        [
            .. joined.Where(IsEvidence).Select(candidate => candidate with
            {
                Rival = RivalOf(candidate, joined),
                Vehicle = LookAlikes.IsVehicle(candidate.Class) ? BestAt(candidate.Box, vehicles) : 0,
            }),
        ];
    }

    private static void Add(List<Candidate> joined, Opinion opinion)
    {
        var best = -1;
        var overlap = SamePlace;
        for (var i = 0; i < joined.Count; i++)
        {
            if (joined[i].Class != opinion.Class)
                continue;
            var shared = joined[i].Box.IntersectionOverUnion(opinion.Box);
            if (shared > overlap)
                (best, overlap) = (i, shared);
        }

        if (best < 0)
            joined.Add(Hear(new Candidate(opinion.Class, opinion.Box), opinion));
        else
            joined[best] = Hear(joined[best], opinion);
    }

    private static Candidate Hear(Candidate candidate, Opinion opinion) => opinion.Model switch
    {
        Model.CenterNet => candidate with { CenterNet = Math.Max(candidate.CenterNet, opinion.Score) },
        Model.NanoDet => candidate with { NanoDet = Math.Max(candidate.NanoDet, opinion.Score) },
        _ => candidate with { Ssd = Math.Max(candidate.Ssd, opinion.Score) },
    };

    private static bool IsEvidence(Candidate candidate) =>
        candidate.Box.Area >= MinArea && Math.Max(candidate.CenterNet, candidate.NanoDet) >= MinScore;

    private static double RivalOf(Candidate candidate, List<Candidate> joined)
    {
        var best = 0.0;
        foreach (var other in joined)
        {
            var score = Math.Max(other.CenterNet, other.NanoDet);
            if (score > best && LookAlikes.Contests(other.Class, candidate.Class)
                && other.Box.IntersectionOverUnion(candidate.Box) > SamePlace)
            {
                best = score;
            }
        }

        return best;
    }

    private static double BestAt(Box place, List<RawDetection> detections)
    {
        var best = 0.0;
        foreach (var found in detections)
        {
            if (found.Score > best && found.Box.IntersectionOverUnion(place) > SamePlace)
                best = found.Score;
        }

        return best;
    }
}
