using StreamBet.Core.Media;

namespace StreamBet.Core.Vision.Text;

/// <summary>A picture in the middle of a square frame. It refers to the frame's memory and must not outlive it.</summary>
internal readonly struct RgbPicture
{
    private const int Colours = 3;

    private readonly ReadOnlyMemory<byte> _frame;
    private readonly int _stride;
    private readonly int _start;

    /// <summary>Finds the picture in a frame.</summary>
    /// <param name="frame">RGB rows from the top.</param>
    /// <param name="size">Width and height of the frame in pixels.</param>
    /// <param name="picture">The position of the picture in it.</param>
    public RgbPicture(ReadOnlyMemory<byte> frame, int size, Letterbox picture)
    {
        _frame = frame;
        _stride = size * Colours;
        _start = (picture.Top * _stride) + (picture.Left * Colours);
        (Width, Height) = (picture.Width, picture.Height);
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>Fills pixels with colours at evenly spaced points of a line, interpolated between the four nearest
    /// pixels. Beyond the edges, the edge continues.</summary>
    /// <param name="target">Three numbers a pixel, 0-255: red, green, blue.</param>
    /// <param name="x">The first point; 0 is the middle of the leftmost pixel.</param>
    /// <param name="y">The first point; 0 is the middle of the topmost pixel.</param>
    /// <param name="stepX">From one point to the next.</param>
    /// <param name="stepY">From one point to the next.</param>
    public void Sample(Span<float> target, double x, double y, double stepX, double stepY)
    {
        var pixels = _frame.Span[_start..];
        for (var i = 0; i < target.Length; i += Colours)
        {
            var (column, right, partX) = Split(x, Width);
            var (row, below, partY) = Split(y, Height);
            var upper = pixels[(row * _stride)..];
            var lower = pixels[(below * _stride)..];
            for (var colour = 0; colour < Colours; colour++)
            {
                var (first, second) = ((column * Colours) + colour, (right * Colours) + colour);
                var top = upper[first] + ((upper[second] - upper[first]) * partX);
                var bottom = lower[first] + ((lower[second] - lower[first]) * partX);
                target[i + colour] = top + ((bottom - top) * partY);
            }

            x += stepX;
            y += stepY;
        }
    }

    // The two pixels around a position, and how far it is from the first to the second.
    private static (int First, int Second, float Part) Split(double position, int length)
    {
        var clamped = Math.Clamp(position, 0, length - 1);
        var first = (int)clamped;
        return (first, Math.Min(first + 1, length - 1), (float)(clamped - first));
    }
}
