using System.Buffers;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision;

/// <summary>Notices a clip that lies on its side or upside down, where things are missed that are plain to see: a few samples are
/// examined in all four ways. Thread-safe.</summary>
/// <param name="models">The models.</param>
/// <param name="video">The clip's properties.</param>
internal sealed class TurnedLook(VisionModels models, VideoMetadata video)
{
    private const int Size = ClipExamination.FrameSize;
    private const int Colours = 3;
    private const int Ways = 4;

    // Each of them costs as much as three more.
    private const int MaxSamples = 3;

    // Chosen on the clips named in docs/recognition.md: one way must show so many times as much as the clip does, and so many things
    // more on each sample.
    private const double MinRatio = 1.5;
    private const double MinMore = 0.5;

    private readonly HashSet<int> _due = DueOf(SampleTimes.Count(video.Duration, SamplePlan.SamplesPerSecond));
    private readonly SortedDictionary<int, double[]> _seen = [];
    private readonly Lock _gate = new();

    /// <summary>Whether more is seen when the clip is turned.</summary>
    public bool IsTurned
    {
        get
        {
            lock (_gate)
            {
                // In the order of the samples: sums of the same figures in another order can differ.
                var ways = Enumerable.Range(0, Ways).Select(way => _seen.Values.Sum(seen => seen[way])).ToArray();
                return _seen.Count > 0 && ways.Max() >= (MinRatio * ways[0]) + (MinMore * _seen.Count);
            }
        }
    }

    /// <summary>Looks at a sample from the other sides if it is one of the few.</summary>
    /// <param name="sample">Its number.</param>
    /// <param name="rgb">RGB, <see cref="ClipExamination.FrameSize"/> pixels square, letterboxed.</param>
    /// <param name="upright">What it shows as it is.</param>
    public void Examine(int sample, ReadOnlyMemory<byte> rgb, IReadOnlyList<Candidate> upright)
    {
        if (!_due.Contains(sample))
            return;
        double[] seen = [Count(upright), 0, 0, 0];
        var turned = ArrayPool<byte>.Shared.Rent(Size * Size * Colours);
        try
        {
            for (var way = 1; way < Ways; way++)
            {
                Turn(rgb.Span, turned, way);
                var (width, height) = way == 2 ? (video.Width, video.Height) : (video.Height, video.Width);
                seen[way] = Count(models.Detect(turned.AsMemory(0, Size * Size * Colours), new FrameGeometry(width, height)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(turned);
        }

        lock (_gate)
        {
            _seen[sample] = seen;
        }
    }

    // In the middle of each third.
    private static HashSet<int> DueOf(int planned) =>
        [.. Enumerable.Range(0, MaxSamples).Select(n => ((2 * n) + 1) * planned / (2 * MaxSamples))];

    // How many things are to be expected.
    private static double Count(IEnumerable<Candidate> candidates) =>
        candidates.Sum(seen => 1 / (1 + Math.Exp(-Evidence.Guarded(seen))));

    private static void Turn(ReadOnlySpan<byte> rgb, Span<byte> turned, int quarters)
    {
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var (column, row) = quarters switch
                {
                    1 => (y, Size - 1 - x),
                    2 => (Size - 1 - x, Size - 1 - y),
                    _ => (Size - 1 - y, x),
                };
                rgb.Slice(((row * Size) + column) * Colours, Colours).CopyTo(turned[(((y * Size) + x) * Colours)..]);
            }
        }
    }
}
