using System.Buffers;
using StreamBet.Core.Vision.TfLite;

namespace StreamBet.Core.Vision.Detection;

/// <summary>SSD on MobileNetV2: locates things relative to fixed boxes, with a score for each class of
/// <see cref="OpenImages"/>. It makes its errors on other pictures than the other two models.</summary>
internal sealed class SsdDetector : IDisposable
{
    /// <summary>The score for "not found"; lower scores carry no information.</summary>
    private const double MinScore = 0.1;

    private const int Size = SsdAnchors.Size;
    private const int Sides = 4;

    /// <summary>The factors by which the model scales the offsets of a box's centre and of its sides.</summary>
    private const double MiddleScale = 10;

    private const double SideScale = 5;

    private static readonly float MinLogit = (float)Math.Log(MinScore / (1 - MinScore));
    private readonly ModelSession _session;

    /// <summary>Loads the model.</summary>
    /// <exception cref="InvalidDataException">The model is invalid.</exception>
    public SsdDetector(TfLiteModel model, ExecutionProvider? provider = null) =>
        _session = new ModelSession(TfLiteToOnnx.Translate(model), provider);

    /// <summary>Detects things on a frame; <see cref="RawDetection.Class"/> is a number of
    /// <see cref="OpenImages"/>.</summary>
    /// <param name="frame">RGB, 512 x 512, letterboxed.</param>
    /// <param name="geometry">The position of the picture in the frame.</param>
    public List<RawDetection> Detect(ReadOnlyMemory<byte> frame, FrameGeometry geometry)
    {
        var input = ArrayPool<float>.Shared.Rent(SsdInput.Length);
        try
        {
            SsdInput.Fill(input, frame.Span);
            using var results = _session.Run(input.AsMemory(0, SsdInput.Length), 1, Size, Size, 3);
            var boxes = results[0].GetTensorDataAsSpan<float>();
            var logits = results[1].GetTensorDataAsSpan<float>();
            var found = new List<RawDetection>();
            for (var i = 0; i < SsdAnchors.All.Length; i++)
            {
                Collect(
                    found, SsdAnchors.All[i], boxes.Slice(i * Sides, Sides),
                    logits.Slice(i * OpenImages.Classes, OpenImages.Classes), geometry);
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
        SsdAnchor anchor,
        ReadOnlySpan<float> sides,
        ReadOnlySpan<float> logits,
        FrameGeometry geometry)
    {
        for (var kind = 1; kind < logits.Length; kind++)
        {
            if (logits[kind] < MinLogit)
                continue;
            var x = anchor.X + (sides[1] / MiddleScale * anchor.Width);
            var y = anchor.Y + (sides[0] / MiddleScale * anchor.Height);
            var halfWidth = Math.Exp(sides[3] / SideScale) * anchor.Width / 2;
            var halfHeight = Math.Exp(sides[2] / SideScale) * anchor.Height / 2;
            var box = geometry.ToPicture(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
            found.Add(new RawDetection(kind, (float)(1 / (1 + Math.Exp(-logits[kind]))), box));
        }
    }
}
