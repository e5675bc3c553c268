using System.Buffers;
using StreamBet.Core.Vision.Tfjs;

namespace StreamBet.Core.Vision.Detection;

/// <summary>NanoDet: detects things on three grids of cells, coarse to fine. Each cell gives a score per class, and the
/// distance to each side of the box as weights over eleven steps.</summary>
internal sealed class NanoDetDetector : IDisposable
{
    private const int InputSize = NanoDetInput.Size;
    private const int Classes = 80;
    private const int Steps = 11;
    private const int Sides = 4;

    /// <summary>Slightly below the score for "not found" (<see cref="Evidence"/>); lower scores carry no
    /// information.</summary>
    private const float MinScore = 0.05f;

    private static readonly int[] Strides = [8, 16, 32];
    private readonly ModelSession _session;

    /// <summary>Loads the model.</summary>
    /// <exception cref="InvalidDataException">The model's files are invalid.</exception>
    public NanoDetDetector(TfjsModel model, ExecutionProvider? provider = null)
    {
        var translated = TfjsToOnnx.Translate(
            model,
            ["Identity", "Identity_1", "Identity_2", "Identity_3", "Identity_4", "Identity_5"],
            takesBytes: false);
        _session = new ModelSession(translated, provider);
    }

    /// <summary>Detects things on a frame.</summary>
    /// <param name="frame">RGB, 512 x 512, letterboxed.</param>
    /// <param name="geometry">The position of the picture in the frame.</param>
    public List<RawDetection> Detect(ReadOnlyMemory<byte> frame, FrameGeometry geometry)
    {
        var input = ArrayPool<float>.Shared.Rent(NanoDetInput.Length);
        try
        {
            NanoDetInput.Fill(input, frame.Span);
            using var results = _session.Run(input.AsMemory(0, NanoDetInput.Length), 1, 3, InputSize, InputSize);
            var found = new List<RawDetection>();
            for (var grid = 0; grid < Strides.Length; grid++)
            {
                var scores = results[grid].GetTensorDataAsSpan<float>();
                var sides = results[Strides.Length + grid].GetTensorDataAsSpan<float>();
                Collect(found, scores, sides, Strides[grid], geometry);
            }

            return NonMaximumSuppression.Apply(found);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }

    public void Dispose() => _session.Dispose();

    private static void Collect(
        List<RawDetection> found,
        ReadOnlySpan<float> scores,
        ReadOnlySpan<float> sides,
        int stride,
        FrameGeometry geometry)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] < MinScore)
                continue;
            var (cell, kind) = Math.DivRem(i, Classes);
            var (row, column) = Math.DivRem(cell, InputSize / stride);
            var (x, y) = ((column + 0.5) * stride, (row + 0.5) * stride);
            var weights = sides.Slice(cell * Sides * Steps, Sides * Steps);
            var box = geometry.ToPicture(
                (x - (Distance(weights, 0) * stride)) / InputSize,
                (y - (Distance(weights, 1) * stride)) / InputSize,
                (x + (Distance(weights, 2) * stride)) / InputSize,
                (y + (Distance(weights, 3) * stride)) / InputSize);
            found.Add(new RawDetection(kind, scores[i], box));
        }
    }

    /// <summary>The expected distance, in strides: the mean of steps 0-10, weighted by softmax.</summary>
    private static double Distance(ReadOnlySpan<float> weights, int side)
    {
        var ofSide = weights.Slice(side * Steps, Steps);
        var largest = float.NegativeInfinity;
        foreach (var weight in ofSide)
            largest = Math.Max(largest, weight);
        var (sum, moment) = (0.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var share = Math.Exp(ofSide[step] - largest);
            sum += share;
            moment += share * step;
        }

        return moment / sum;
    }
}
