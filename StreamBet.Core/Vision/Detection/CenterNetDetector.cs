using System.Runtime.InteropServices;
using StreamBet.Core.Vision.Tfjs;

namespace StreamBet.Core.Vision.Detection;

/// <summary>CenterNet on MobileNetV3: finds things as peaks of a heat map per class.</summary>
internal sealed class CenterNetDetector : IDisposable
{
    /// <summary>The side of a frame in pixels.</summary>
    public const int FrameSize = 512;

    /// <summary>The score for "not found" (<see cref="Evidence"/>); lower scores carry no information.</summary>
    private const float MinScore = 0.05f;

    private const int RowLength = 6;
    private readonly ModelSession _session;

    /// <summary>Loads the model.</summary>
    /// <exception cref="InvalidDataException">The model's files are invalid.</exception>
    public CenterNetDetector(TfjsModel model, ExecutionProvider? provider = null) =>
        _session = new ModelSession(TfjsToOnnx.Translate(model, ["tower_0/detections"], takesBytes: true), provider);

    /// <summary>Detects things on a frame.</summary>
    /// <param name="frame">RGB, 512 x 512, letterboxed.</param>
    /// <param name="geometry">The position of the picture in the frame.</param>
    public List<RawDetection> Detect(ReadOnlyMemory<byte> frame, FrameGeometry geometry)
    {
        // The runtime only reads the memory, but its API takes no read-only memory.
        using var results = _session.Run(MemoryMarshal.AsMemory(frame), 1, FrameSize, FrameSize, 3);
        var rows = results[0].GetTensorDataAsSpan<float>();
        var found = new List<RawDetection>();
        for (; rows.Length >= RowLength; rows = rows[RowLength..])
        {
            // Left, top, right, bottom in pixels, then score and class; best score first.
            if (rows[4] < MinScore)
                break;
            var box = geometry.ToPicture(
                rows[0] / FrameSize, rows[1] / FrameSize, rows[2] / FrameSize, rows[3] / FrameSize);
            found.Add(new RawDetection((int)rows[5], rows[4], box));
        }

        return NonMaximumSuppression.Apply(found);
    }

    public void Dispose() => _session.Dispose();
}
