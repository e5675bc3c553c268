namespace StreamBet.Core.Vision.Pictures;

/// <summary>What there is to see in a picture.</summary>
internal sealed class PictureShape
{
    private readonly List<double> _edges = [];

    /// <summary>How far pixels lie from their mean, in grey levels.</summary>
    public double Deviation { get; private init; }

    /// <summary>How far they lie from a gradient, in grey levels.</summary>
    public double BesideGradient { get; private init; }

    /// <summary>The share of the variance that a gradient explains.</summary>
    public double Gradient { get; private init; }

    /// <summary>The share of the variance that the columns' means explain.</summary>
    public double Columns { get; private init; }

    /// <summary>The share of the variance that the rows' means explain.</summary>
    public double Rows { get; private init; }

    /// <summary>How far the edges have one direction, 0-1.</summary>
    public double OneWay { get; private set; }

    /// <summary>The share of the variance that a pixel does not share with its neighbours.</summary>
    public double Noise { get; private init; }

    /// <summary>Looks at a picture of at least 3 x 3 pixels.</summary>
    public static PictureShape Of(GreyPlane plane)
    {
        var (width, height) = (plane.Width, plane.Height);
        var all = new double[height, width];
        var mean = 0.0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                all[y, x] = plane.Row(y)[x];
                mean += all[y, x] / (width * height);
            }
        }

        var columns = Enumerable.Range(0, width).Select(x => Enumerable.Range(0, height).Average(y => all[y, x])).ToArray();
        var rows = Enumerable.Range(0, height).Select(y => Enumerable.Range(0, width).Average(x => all[y, x])).ToArray();
        var variance = all.Cast<double>().Average(value => (value - mean) * (value - mean));
        var beside = BesideSurface(all, width, height);
        var shape = new PictureShape
        {
            Deviation = Math.Sqrt(variance),
            BesideGradient = Math.Sqrt(beside),
            Gradient = 1 - (beside / Math.Max(1e-6, variance)),
            Columns = columns.Average(value => (value - mean) * (value - mean)) / Math.Max(1e-6, variance),
            Rows = rows.Average(value => (value - mean) * (value - mean)) / Math.Max(1e-6, variance),
            Noise = NoiseOf(all, width, height) / Math.Max(1e-6, variance),
        };
        shape.AddEdges(all, width, height);
        return shape;
    }

    /// <summary>The share of the pixels at edges stronger than this, in grey levels.</summary>
    public double EdgesAbove(double strength) => _edges.Count(edge => edge > strength) / (double)Math.Max(1, _edges.Count);

    private static double NoiseOf(double[,] all, int width, int height)
    {
        var (sum, count) = (0.0, 0);
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++, count++)
            {
                var beside = all[y, x] - ((all[y - 1, x] + all[y + 1, x] + all[y, x - 1] + all[y, x + 1]) / 4);
                sum += beside * beside;
            }
        }

        return sum / Math.Max(1, count);
    }

    private void AddEdges(double[,] all, int width, int height)
    {
        double xx = 0, yy = 0, xy = 0;
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var (across, down) = (all[y, x + 1] - all[y, x - 1], all[y + 1, x] - all[y - 1, x]);
                (xx, yy, xy) = (xx + (across * across), yy + (down * down), xy + (across * down));
                _edges.Add(Math.Sqrt((across * across) + (down * down)));
            }
        }

        OneWay = Math.Sqrt(((xx - yy) * (xx - yy)) + (4 * xy * xy)) / Math.Max(1e-6, xx + yy);
    }

    // The mean squared distance from the surface of the second order that fits best. Its terms are made independent of each
    // other one by one, so that each is fitted by itself.
    private static double BesideSurface(double[,] all, int width, int height)
    {
        var terms = new List<double[]>();
        Func<double, double, double>[] shapes =
            [(_, _) => 1, (x, _) => x, (_, y) => y, (x, y) => x * y, (x, _) => x * x, (_, y) => y * y];
        var left = all.Cast<double>().ToArray();
        foreach (var shape in shapes)
        {
            var term = new double[left.Length];
            for (var i = 0; i < term.Length; i++)
                term[i] = shape(((i % width) / (double)width) - 0.5, ((i / width) / (double)height) - 0.5);
            foreach (var known in terms)
                Subtract(term, known);
            terms.Add(term);
            Subtract(left, term);
        }

        return left.Average(value => value * value);
    }

    private static void Subtract(double[] values, double[] term)
    {
        double product = 0, square = 0;
        for (var i = 0; i < values.Length; i++)
            (product, square) = (product + (values[i] * term[i]), square + (term[i] * term[i]));
        for (var i = 0; i < values.Length && square > 1e-12; i++)
            values[i] -= product / square * term[i];
    }
}
