using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Packs;

/// <summary>Converts the frames of a clip to the input of a pack, and positions in the input back to the clip's
/// picture.</summary>
/// <remarks>Each pixel is a weighted mean of all the pixels it covers, so that none is skipped.</remarks>
internal sealed class PackPicture
{
    private const int Colours = PackInput.Colours;
    private const int FrameRowLength = CenterNetDetector.FrameSize * Colours;

    private readonly PackInput _input;
    private readonly Letterbox _source;
    private readonly Letterbox _target;
    private readonly Taps[] _across;
    private readonly Taps[] _down;

    /// <summary>Prepares the conversion.</summary>
    /// <param name="input">What the pack takes.</param>
    /// <param name="geometry">The position of the picture in the frames.</param>
    public PackPicture(PackInput input, FrameGeometry geometry)
    {
        (_input, _source) = (input, geometry.Picture);
        _target = Place(input, _source);
        _across = MakeTaps(_source.Left, _source.Width, _target.Width);
        _down = MakeTaps(_source.Top, _source.Height, _target.Height);
    }

    /// <summary>The consecutive pixels that contribute to one pixel, and their weights.</summary>
    private sealed record Taps(int First, float[] Weights);

    /// <summary>Fills the input from a frame.</summary>
    /// <param name="input">As many numbers as the pack takes.</param>
    /// <param name="frame">RGB, 512 x 512, letterboxed.</param>
    public void Fill(Span<float> input, ReadOnlySpan<byte> frame)
    {
        FillWithGrey(input, _input, _input.Padding);
        var rows = new float[_source.Width * Colours];
        for (var y = 0; y < _target.Height; y++)
        {
            BlendRows(rows, frame, _down[y]);
            for (var x = 0; x < _target.Width; x++)
                Blend(input, rows, x, y);
        }
    }

    /// <summary>Fills a whole input with a grey, 0-255.</summary>
    public static void FillWithGrey(Span<float> target, PackInput input, int grey)
    {
        var pixels = input.Width * input.Height;
        for (var colour = 0; colour < Colours; colour++)
        {
            var value = Normalise(grey, input, colour);
            if (input.IsPlanar)
            {
                target.Slice(colour * pixels, pixels).Fill(value);
                continue;
            }

            for (var i = colour; i < target.Length; i += Colours)
                target[i] = value;
        }
    }

    /// <summary>Maps a rectangle in pixels of the input to the clip's picture and clips it to the picture.</summary>
    public Box ToPicture(double left, double top, double right, double bottom)
    {
        var (x1, x2) = (Along(left, _target.Left, _target.Width), Along(right, _target.Left, _target.Width));
        var (y1, y2) = (Along(top, _target.Top, _target.Height), Along(bottom, _target.Top, _target.Height));
        return new Box(x1, y1, Math.Max(0, x2 - x1), Math.Max(0, y2 - y1));
    }

    private static double Along(double position, int start, int length) => Math.Clamp((position - start) / length, 0, 1);

    private static Letterbox Place(PackInput input, Letterbox picture)
    {
        if (input.IsStretched)
            return new Letterbox(0, 0, input.Width, input.Height);
        var scale = Math.Min((double)input.Width / picture.Width, (double)input.Height / picture.Height);
        var width = Math.Clamp((int)Math.Round(picture.Width * scale), 1, input.Width);
        var height = Math.Clamp((int)Math.Round(picture.Height * scale), 1, input.Height);
        return new Letterbox((input.Width - width) / 2, (input.Height - height) / 2, width, height);
    }

    private static float Normalise(float colour, PackInput input, int index) =>
        (float)(((colour * input.Scale) - input.Mean[index]) / input.Deviation[index]);

    // The rows keep only the picture's part of the frame.
    private void BlendRows(Span<float> row, ReadOnlySpan<byte> frame, Taps taps)
    {
        row.Clear();
        for (var tap = 0; tap < taps.Weights.Length; tap++)
        {
            var weight = taps.Weights[tap];
            var source = frame.Slice(((taps.First + tap) * FrameRowLength) + (_source.Left * Colours), row.Length);
            for (var i = 0; i < row.Length; i++)
                row[i] += weight * source[i];
        }
    }

    private void Blend(Span<float> input, ReadOnlySpan<float> row, int x, int y)
    {
        var taps = _across[x];
        var source = row[((taps.First - _source.Left) * Colours)..];
        var pixel = ((y + _target.Top) * _input.Width) + x + _target.Left;
        for (var colour = 0; colour < Colours; colour++)
        {
            var from = _input.IsBlueFirst ? Colours - 1 - colour : colour;
            var sum = 0f;
            for (var tap = 0; tap < taps.Weights.Length; tap++)
                sum += taps.Weights[tap] * source[(tap * Colours) + from];
            var at = _input.IsPlanar ? (colour * _input.Width * _input.Height) + pixel : (pixel * Colours) + colour;
            input[at] = Normalise(sum, _input, colour);
        }
    }

    /// <summary>The weights fall linearly to zero at a distance of one pixel, of whichever picture has the larger
    /// ones.</summary>
    private static Taps[] MakeTaps(int start, int source, int target)
    {
        var scale = (double)source / target;
        var reach = Math.Max(1, scale);
        return [.. Enumerable.Range(0, target).Select(pixel =>
        {
            var centre = ((pixel + 0.5) * scale) - 0.5;
            var first = Math.Max(0, (int)Math.Ceiling(centre - reach));
            var last = Math.Min(source - 1, (int)Math.Floor(centre + reach));
            var weights = Enumerable.Range(first, last - first + 1).Select(at => 1 - (Math.Abs(at - centre) / reach)).ToArray();
            var sum = weights.Sum();
            return new Taps(start + first, [.. weights.Select(weight => (float)(weight / sum))]);
        })];
    }
}
