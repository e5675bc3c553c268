using System.Globalization;
using Amazon.Rekognition.Model;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Aws.Detections;

/// <summary>Reads the figures in results. Missing ones are not guessed.</summary>
internal static class ServiceFigures
{
    /// <summary>A confidence, 0-100; null if there is none.</summary>
    /// <remarks>The service sends a few decimal digits, which the SDK reads as a float. Cast to double, 92.3 would become
    /// 92.30000305 and exceed a threshold of 92.3, so the decimal text is parsed again.</remarks>
    public static double? ToPercent(float? confidence) => confidence is { } value && !float.IsNaN(value)
        ? Math.Clamp(double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), 0, 100)
        : null;

    /// <summary>A box, clipped to the picture because boxes of things at its edge may extend beyond it; null if it is
    /// incomplete or nothing of it is in the picture.</summary>
    public static Box? ToBox(BoundingBox? box)
    {
        if (box is not { Left: { } left, Top: { } top, Width: { } width, Height: { } height })
            return null;
        var (x, y) = (Math.Clamp((double)left, 0, 1), Math.Clamp((double)top, 0, 1));
        var inside = new Box(
            x, y, Math.Clamp((double)left + width, 0, 1) - x, Math.Clamp((double)top + height, 0, 1) - y);
        return inside.Width > 0 && inside.Height > 0 ? inside : null;
    }
}
