using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Tracks;

namespace StreamBet.Core.Vision;

/// <summary>What the models saw on one sample.</summary>
/// <param name="Candidates">The things that may be on it.</param>
/// <param name="Picture">What the picture is like.</param>
internal sealed record SampleView(IReadOnlyList<Candidate> Candidates, PictureStatistics Picture);

/// <summary>Gathers what the samples of a clip show.</summary>
/// <remarks>Samples may come in any order: several workers examine them. They are kept by number, and joined only at
/// the end. That is bounded: a clip of 30 minutes has 3,600 samples, and a sample keeps at most <see
/// cref="MaxCandidates"/>. Not safe for calls at the same time.</remarks>
internal sealed class SampleCollection
{
    /// <summary>The limit of what is kept of one sample, the strongest ones; a crowd has more.</summary>
    public const int MaxCandidates = 100;

    private readonly SortedDictionary<int, SampleView> _samples = [];

    /// <summary>Things seen so far that are as likely as not, each class once a sample, before tracks have confirmed
    /// them.</summary>
    public int Sightings { get; private set; }

    /// <summary>What the samples' pictures are like, in the order of time.</summary>
    public IReadOnlyList<PictureStatistics> Pictures => [.. _samples.Values.Select(view => view.Picture)];

    /// <summary>Takes what a sample shows.</summary>
    /// <exception cref="ArgumentException">That sample was taken already.</exception>
    public void Add(int sample, SampleView view)
    {
        var kept = view.Candidates.Count <= MaxCandidates
            ? view
            : view with { Candidates = [.. view.Candidates.OrderByDescending(Evidence.Of).Take(MaxCandidates)] };
        _samples.Add(sample, kept);
        Sightings += kept.Candidates.Where(seen => Evidence.Guarded(seen) > 0).DistinctBy(seen => seen.Class).Count();
    }

    /// <summary>What speaks for each thing, once tracks are joined.</summary>
    public IReadOnlyList<Sign> ToSigns() => Signs.Of(Tracker.Join(
        _samples.Select(sample => KeyValuePair.Create(sample.Key, sample.Value.Candidates)),
        SamplePlan.SamplesPerSecond));
}
