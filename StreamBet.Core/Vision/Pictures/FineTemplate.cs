using System.Numerics.Tensors;

namespace StreamBet.Core.Vision.Pictures;

/// <summary>The reference picture in one size, with what a place on a sample is compared by.</summary>
internal sealed class FineTemplate
{
    private readonly float[] _shares;
    private readonly float[] _factors;

    /// <summary>Prepares the picture.</summary>
    public FineTemplate(GreyPlane picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        Values = picture.ToArray();
        var ink = PictureInk.Find(Values, Width, Height);
        HasLetters = ink is not null;
        Weights = ink is null ? PixelWeights.OfEdges(Values, Width, Height) : PixelWeights.OfLetters(ink.IsLetter, Width, Height);
        var total = TensorPrimitives.Sum<float>(Weights);
        _shares = Array.ConvertAll(Weights, weight => weight / total);
        var (mean, spread) = ((double)TensorPrimitives.Dot<float>(_shares, Values), 0.0);
        for (var i = 0; i < Values.Length; i++)
            spread += _shares[i] * (Values[i] - mean) * (Values[i] - mean);
        (Mean, Deviation) = (mean, Math.Sqrt(spread));
        _factors = new float[Values.Length];
        for (var i = 0; i < Values.Length; i++)
            _factors[i] = (float)(_shares[i] * (Values[i] - mean) / Math.Max(1e-6, Deviation));
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>The pixels, 0-255 each, rows from the top.</summary>
    public float[] Values { get; }

    /// <summary>How much each pixel counts, over 0 and up to 1.</summary>
    public float[] Weights { get; }

    /// <summary>Whether letters were found on it, which then are what counts.</summary>
    public bool HasLetters { get; }

    /// <summary>The mean of the pixels, each as it counts.</summary>
    public double Mean { get; }

    /// <summary>How far the pixels lie from it, in grey levels, each as it counts.</summary>
    public double Deviation { get; }

    /// <summary>The correlation with a patch of the same size, each pixel as it counts.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="squares">Room for as many numbers.</param>
    public double Correlate(ReadOnlySpan<float> patch, Span<float> squares)
    {
        var mean = (double)TensorPrimitives.Dot(_shares, patch);
        TensorPrimitives.Multiply(patch, patch, squares);
        var spread = TensorPrimitives.Dot<float>(_shares, squares) - (mean * mean);

        // Less than a grey level of contrast is nothing but rounding.
        return spread < 1 ? 0 : Math.Clamp(TensorPrimitives.Dot(_factors, patch) / Math.Sqrt(spread), -1, 1);
    }

    /// <summary>The contrast and the brightness that turn the picture into the patch as nearly as may be.</summary>
    public (double Slope, double Offset) Fit(ReadOnlySpan<float> patch)
    {
        var slope = TensorPrimitives.Dot(_factors, patch) / Math.Max(1e-6, Deviation);
        return (slope, TensorPrimitives.Dot(_shares, patch) - (slope * Mean));
    }

    /// <summary>By what each pixel of a patch is multiplied, as a picture.</summary>
    public GreyPlane ToKernel() => GreyPlane.Of(Width, Height, _factors);
}
