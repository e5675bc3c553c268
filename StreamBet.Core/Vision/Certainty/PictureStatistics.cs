using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Certainty;

/// <summary>A coarse grey grid of a sample; enough to detect dark, flat and still pictures.</summary>
internal sealed class PictureStatistics
{
    private const int FrameSize = CenterNetDetector.FrameSize;
    private const int Cell = 8;
    private const int Cells = FrameSize / Cell;
    private const int Colours = 3;

    private readonly byte[] _grid;

    private PictureStatistics(byte[] grid) => _grid = grid;

    /// <summary>The mean grey, 0-255.</summary>
    public double Light => _grid.Average(grey => (double)grey);

    /// <summary>The standard deviation of the grey.</summary>
    public double Contrast
    {
        get
        {
            var mean = Light;
            return Math.Sqrt(_grid.Average(grey => (grey - mean) * (grey - mean)));
        }
    }

    /// <summary>Computes the statistics of a frame.</summary>
    /// <param name="frame">RGB, 512 x 512, letterboxed.</param>
    /// <param name="geometry">The position of the picture in the frame.</param>
    public static PictureStatistics Of(ReadOnlySpan<byte> frame, FrameGeometry geometry)
    {
        var grid = new List<byte>(Cells * Cells);
        for (var row = 0; row < Cells; row++)
        {
            for (var column = 0; column < Cells; column++)
            {
                if (geometry.IsInPicture((column + 0.5) / Cells, (row + 0.5) / Cells))
                    grid.Add(GreyOf(frame, column * Cell, row * Cell));
            }
        }

        // A picture too thin to contain any cell's centre counts as black.
        return new PictureStatistics(grid.Count > 0 ? [.. grid] : [0]);
    }

    /// <summary>The mean difference in grey from another sample of the same clip.</summary>
    public double DistanceTo(PictureStatistics other)
    {
        var sum = 0;
        for (var i = 0; i < _grid.Length; i++)
            sum += Math.Abs(_grid[i] - other._grid[i]);
        return (double)sum / _grid.Length;
    }

    private static byte GreyOf(ReadOnlySpan<byte> frame, int left, int top)
    {
        var sum = 0;
        for (var y = top; y < top + Cell; y++)
        {
            foreach (var value in frame.Slice(((y * FrameSize) + left) * Colours, Cell * Colours))
                sum += value;
        }

        return (byte)(sum / (Cell * Cell * Colours));
    }
}
