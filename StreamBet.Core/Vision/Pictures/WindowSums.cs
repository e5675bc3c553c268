namespace StreamBet.Core.Vision.Pictures;

/// <summary>Gives the spread of any window of a picture at once, from running sums.</summary>
internal sealed class WindowSums
{
    private readonly int _stride;
    private readonly double[] _values;
    private readonly double[] _squares;

    /// <summary>Adds up a picture.</summary>
    public WindowSums(GreyPlane plane)
    {
        _stride = plane.Width + 1;
        _values = new double[_stride * (plane.Height + 1)];
        _squares = new double[_values.Length];
        for (var y = 0; y < plane.Height; y++)
        {
            var row = plane.Row(y);
            var (sum, square, at) = (0.0, 0.0, ((y + 1) * _stride) + 1);
            for (var x = 0; x < row.Length; x++, at++)
            {
                sum += row[x];
                square += (double)row[x] * row[x];
                _values[at] = _values[at - _stride] + sum;
                _squares[at] = _squares[at - _stride] + square;
            }
        }
    }

    /// <summary>The sum of the squared distances from the mean.</summary>
    public double Spread(int x, int y, int width, int height)
    {
        var top = (y * _stride) + x;
        var bottom = top + (height * _stride);
        var sum = _values[bottom + width] - _values[bottom] - _values[top + width] + _values[top];
        return _squares[bottom + width] - _squares[bottom] - _squares[top + width] + _squares[top] - (sum * sum / (width * height));
    }
}
