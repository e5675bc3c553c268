using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Tracks;

/// <summary>Joins the candidates of consecutive samples into tracks.</summary>
internal static class Tracker
{
    /// <summary>A thing that is absent for longer starts a new track when it returns.</summary>
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(1);

    /// <summary>The tracks of a clip.</summary>
    /// <param name="samples">The candidates of each sample, by sample number, ascending.</param>
    /// <param name="samplesPerSecond">Samples per second.</param>
    public static IReadOnlyList<Track> Join(
        IEnumerable<KeyValuePair<int, IReadOnlyList<Candidate>>> samples, int samplesPerSecond)
    {
        var maxGap = (int)(MaxGap.TotalSeconds * samplesPerSecond);
        var all = new List<Track>();
        var live = new List<Track>();
        foreach (var (sample, candidates) in samples)
        {
            live.RemoveAll(track => sample - track.Points[^1].Sample > maxGap);
            var free = live.ToHashSet();
            var points = candidates.Select(seen => ToPoint(sample, seen));
            foreach (var point in points.OrderByDescending(point => point.Evidence))
            {
                if (FindTrack(free, point.Seen) is { } known)
                {
                    free.Remove(known);
                    known.Add(point);
                    continue;
                }

                var track = new Track(point.Seen.Class);
                track.Add(point);
                all.Add(track);
                live.Add(track);
            }
        }

        return all;
    }

    private static TrackPoint ToPoint(int sample, Candidate seen) =>
        new(sample, seen, Evidence.Of(seen), Evidence.Guarded(seen));

    /// <summary>The track whose last box fits best; null if none may show the same thing.</summary>
    private static Track? FindTrack(HashSet<Track> free, Candidate seen) => free
        .Where(track => track.Class == seen.Class && Neighbourhood.IsSame(LastOf(track), seen.Box))
        .MaxBy(track => Fit(LastOf(track), seen.Box));

    private static Box LastOf(Track track) => track.Points[^1].Seen.Box;

    private static double Fit(Box last, Box next)
    {
        var across = last.Left + (last.Width / 2) - next.Left - (next.Width / 2);
        var down = last.Top + (last.Height / 2) - next.Top - (next.Height / 2);
        return last.IntersectionOverUnion(next) - Math.Sqrt((across * across) + (down * down));
    }
}
