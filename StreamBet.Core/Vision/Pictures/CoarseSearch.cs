using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamBet.Core.Vision.Pictures;

/// <summary>Where a picture may be.</summary>
/// <param name="X">The middle, as a share of the sample's width.</param>
/// <param name="Y">The middle, as a share of the sample's height.</param>
/// <param name="Share">Its width, as a share of the sample's.</param>
/// <param name="Likeness">The correlation there, -1 to 1.</param>
internal readonly record struct Place(double X, double Y, double Share, double Likeness);

/// <summary>Looks for the small kernels everywhere on a small sample.</summary>
internal static class CoarseSearch
{
    // Of one kernel.
    private const int MaxOfOne = 10;

    private const float MinLikeness = 0.15f;

    // Pixels of a window that vary less, in grey levels, show nothing: what remains is the noise of the encoding.
    private const double MinDeviation = 3;

    // Two places of like size whose middles are nearer, as a share of their shorter side, are one.
    private const double Near = 0.3;
    private const double LikeSize = 1.13;

    /// <summary>The best places, the best first.</summary>
    public static List<Place> Find(IReadOnlyList<CoarseKernel> kernels, PlaneLadder sample, int most)
    {
        var sums = new Dictionary<int, WindowSums>();
        var all = new List<(Place Place, double Reach)>();
        foreach (var kernel in kernels)
        {
            var plane = sample[kernel.Step];
            if (plane.Width < kernel.Width || plane.Height < kernel.Height)
                continue;
            if (!sums.TryGetValue(kernel.Step, out var windows))
                sums[kernel.Step] = windows = new WindowSums(plane);
            var reach = Near * Math.Min(kernel.Width, kernel.Height) / plane.Width;
            all.AddRange(Tops(Map(kernel, plane, windows), kernel, plane).Select(place => (place, reach)));
        }

        var kept = new List<Place>();
        var ratio = sample.Whole.Height / (double)sample.Whole.Width;
        foreach (var (place, reach) in all.OrderByDescending(candidate => candidate.Place.Likeness))
        {
            if (kept.Count == most)
                break;
            if (!kept.Exists(other => Math.Abs(other.X - place.X) < reach && Math.Abs(other.Y - place.Y) * ratio < reach
                    && Math.Max(other.Share, place.Share) < LikeSize * Math.Min(other.Share, place.Share)))
                kept.Add(place);
        }

        return kept;
    }

    // The correlation of each window, rows from the top.
    private static float[] Map(CoarseKernel kernel, GreyPlane plane, WindowSums windows)
    {
        var (columns, rows) = (plane.Width - kernel.Width + 1, plane.Height - kernel.Height + 1);
        var block = 4 * Vector<float>.Count;
        var map = new float[columns * rows];
        var line = new float[columns + block];
        var pixels = kernel.Width * kernel.Height;
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x += block)
                Correlate(kernel, plane, (y * plane.Stride) + x, line.AsSpan(x));
            for (var x = 0; x < columns; x++)
            {
                var spread = windows.Spread(x, y, kernel.Width, kernel.Height);
                map[(y * columns) + x] = spread < MinDeviation * MinDeviation * pixels ? 0 : (float)(line[x] / Math.Sqrt(spread));
            }
        }

        return map;
    }

    // Each lane adds up the products of one window, always in the same order, so that no machine gives another sum.
    private static void Correlate(CoarseKernel kernel, GreyPlane plane, int start, Span<float> line)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(plane.Values);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(kernel.Weights);
        var (lanes, width, weight) = ((nuint)Vector<float>.Count, kernel.Width, (nuint)0);
        Vector<float> a = default, b = default, c = default, d = default;
        for (var row = 0; row < kernel.Height; row++)
        {
            var at = (nuint)(start + (row * plane.Stride));
            for (var column = 0; column < width; column++, at++, weight++)
            {
                var times = new Vector<float>(Unsafe.Add(ref weights, weight));
                a += times * Vector.LoadUnsafe(ref values, at);
                b += times * Vector.LoadUnsafe(ref values, at + lanes);
                c += times * Vector.LoadUnsafe(ref values, at + (2 * lanes));
                d += times * Vector.LoadUnsafe(ref values, at + (3 * lanes));
            }
        }

        var count = Vector<float>.Count;
        a.CopyTo(line);
        b.CopyTo(line[count..]);
        c.CopyTo(line[(2 * count)..]);
        d.CopyTo(line[(3 * count)..]);
    }

    private static IEnumerable<Place> Tops(float[] map, CoarseKernel kernel, GreyPlane plane)
    {
        var (columns, rows) = (plane.Width - kernel.Width + 1, plane.Height - kernel.Height + 1);
        var tops = new PriorityQueue<int, (float, int)>();
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] < MinLikeness || !IsTop(map, columns, rows, i % columns, i / columns))
                continue;
            tops.Enqueue(i, (map[i], -i));
            if (tops.Count > MaxOfOne)
                tops.Dequeue();
        }

        return tops.UnorderedItems.Select(top => top.Element).Order().Select(i => new Place(
            ((i % columns) + (kernel.Width / 2.0)) / plane.Width, ((i / columns) + (kernel.Height / 2.0)) / plane.Height,
            kernel.Share, map[i]));
    }

    private static bool IsTop(float[] map, int columns, int rows, int x, int y)
    {
        var own = map[(y * columns) + x];
        for (var row = Math.Max(0, y - 1); row <= Math.Min(rows - 1, y + 1); row++)
        {
            for (var column = Math.Max(0, x - 1); column <= Math.Min(columns - 1, x + 1); column++)
            {
                if (map[(row * columns) + column] > own)
                    return false;
            }
        }

        return true;
    }
}
