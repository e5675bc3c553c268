using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Tracks;

namespace StreamBet.Core.Vision;

/// <summary>Collects the findings of a clip's samples.</summary>
/// <remarks>Samples may be added in any order, since several workers examine them; they are joined only at the end.
/// Memory is bounded: a 30-minute clip has 3,600 samples, each with at most <see cref="MaxCandidates"/> candidates. Not
/// thread-safe.</remarks>
internal sealed class SampleCollection
{
    /// <summary>The most candidates kept per sample, strongest first; a crowd has more.</summary>
    public const int MaxCandidates = 100;

    private readonly SortedDictionary<int, IReadOnlyList<Candidate>> _samples = [];

    /// <summary>The number of things so far with at least even odds, each class once per sample, before tracks confirm
    /// them.</summary>
    public int Sightings { get; private set; }

    /// <summary>Adds a sample's findings.</summary>
    /// <exception cref="ArgumentException">That sample was already added.</exception>
    public void Add(int sample, IReadOnlyList<Candidate> candidates)
    {
        var kept = candidates.Count <= MaxCandidates ? candidates : [.. candidates.OrderByDescending(Evidence.Of).Take(MaxCandidates)];
        _samples.Add(sample, kept);
        Sightings += kept.Where(seen => Evidence.Guarded(seen) > 0).DistinctBy(seen => seen.Class).Count();
    }

    /// <summary>The evidence for each thing, after joining the tracks.</summary>
    public IReadOnlyList<Sign> ToSigns() => Signs.Of(Tracker.Join(_samples, SamplePlan.SamplesPerSecond));
}
