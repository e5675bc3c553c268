using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Packs;

/// <summary>A thing that a pack found on a sample.</summary>
/// <param name="Class">Its number among the pack's classes.</param>
/// <param name="Sample">The sample's number.</param>
/// <param name="Box">Its position.</param>
/// <param name="Score">The pack's score, 0-1.</param>
/// <param name="IsSupported">Whether the sample before or after shows it as well.</param>
internal sealed record PackSign(int Class, int Sample, Box Box, double Score, bool IsSupported);

/// <summary>Collects what a pack found on a clip's samples, in any order.</summary>
internal sealed class PackSigns
{
    /// <summary>Boxes on two samples that overlap at least this much (IoU) show the same thing.</summary>
    private const double SamePlace = 0.3;

    private readonly SortedDictionary<int, IReadOnlyList<RawDetection>> _samples = [];

    /// <summary>Adds the things on a sample.</summary>
    public void Add(int sample, IReadOnlyList<RawDetection> found) => _samples.Add(sample, found);

    /// <summary>All things with the support of the neighbouring samples: what is seen on only one is as often an error as a
    /// thing.</summary>
    public IEnumerable<PackSign> ToSigns() =>
        from sample in _samples
        from found in sample.Value
        select new PackSign(
            found.Class, sample.Key, found.Box, found.Score, Shows(sample.Key - 1, found) || Shows(sample.Key + 1, found));

    private bool Shows(int sample, RawDetection thing)
    {
        if (!_samples.TryGetValue(sample, out var others))
            return false;
        foreach (var other in others)
        {
            if (other.Class == thing.Class && other.Box.IntersectionOverUnion(thing.Box) >= SamePlace)
                return true;
        }

        return false;
    }
}
