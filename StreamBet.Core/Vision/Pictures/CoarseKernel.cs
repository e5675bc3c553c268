namespace StreamBet.Core.Vision.Pictures;

/// <summary>The reference picture in one of the sizes in which it is looked for, small.</summary>
/// <param name="Share">Its width as a share of the sample's.</param>
/// <param name="Step">The size of the sample in which it is looked for.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Weights">The pixels less their mean; their squares add up to 1.</param>
internal sealed record CoarseKernel(double Share, int Step, int Width, int Height, float[] Weights)
{
    /// <summary>No kernel is longer than this on either side.</summary>
    public const int MaxSide = 160;

    /// <summary>Narrower than this share of the sample it is not looked for.</summary>
    public const double MinShare = 0.06;

    /// <summary>Nor with fewer pixels on the shorter side of the picture, which show no letters.</summary>
    public const double MinPixels = 16;

    // Between two sizes: a picture halfway between them is out of line by 0.4 pixels at the sides of a kernel 24 pixels wide.
    private const double Between = 1.06;

    // Enough to tell a place from others, few enough to look everywhere.
    private const int Pixels = 300;

    // Of the numbers calculated with.
    private const double Rounding = 1e-4;

    // Of the sample in which the smallest are looked for.
    private const int MaxSampleWidth = 400;

    /// <summary>The kernels for a sample of a given size, from the smallest up.</summary>
    /// <param name="picture">What the kernels show.</param>
    /// <param name="whole">The picture whose shape they have.</param>
    /// <param name="sampleWidth">The sample's width in pixels.</param>
    /// <param name="sampleHeight">The sample's height in pixels.</param>
    public static IEnumerable<CoarseKernel> For(GreyPlane picture, GreyPlane whole, int sampleWidth, int sampleHeight)
    {
        var ratio = whole.Height / (double)whole.Width;
        var most = Math.Min(1, sampleHeight / (ratio * sampleWidth));
        var least = LeastShare(whole, sampleWidth);
        for (var share = Math.Min(least, most); ; share *= Between)
        {
            var isLast = share * Between > most;
            if (Make(picture, isLast ? most : share, ratio, sampleWidth, sampleHeight) is { } kernel)
                yield return kernel;
            if (isLast)
                yield break;
        }
    }

    /// <summary>The smallest width that is looked for, as a share of the sample's.</summary>
    public static double LeastShare(GreyPlane picture, int sampleWidth) =>
        Math.Max(MinShare, MinPixels / (sampleWidth * Math.Min(1, picture.Height / (double)picture.Width)));

    private static CoarseKernel? Make(GreyPlane picture, double share, double ratio, int sampleWidth, int sampleHeight)
    {
        var full = share * sampleWidth;
        var step = Math.Max(0, (int)Math.Floor(Math.Log2(full * full * ratio / Pixels)));
        while (sampleWidth * Math.Pow(2, -step / 2.0) > MaxSampleWidth || full * Math.Max(1, ratio) * Math.Pow(2, -step / 2.0) > MaxSide)
            step++;
        var (levelWidth, levelHeight) = PlaneLadder.SizeOf(sampleWidth, sampleHeight, step);
        var (across, down) = (share * levelWidth, share * sampleWidth * ratio * levelHeight / sampleHeight);
        var (width, height) = ((int)Math.Floor(across + 1e-6), (int)Math.Floor(down + 1e-6));
        if (width < 2 || height < 2)
            return null;
        var (stepX, stepY) = (picture.Width / across, picture.Height / down);
        var small = picture.Resize(
            width, height, (picture.Width - (width * stepX)) / 2, (picture.Height - (height * stepY)) / 2, stepX, stepY);
        var weights = new float[width * height];
        for (var y = 0; y < height; y++)
            small.Row(y).CopyTo(weights.AsSpan(y * width));
        return Normalise(weights) ? new CoarseKernel(share, step, width, height, weights) : null;
    }

    private static bool Normalise(float[] weights)
    {
        var mean = weights.Average(weight => (double)weight);
        var norm = Math.Sqrt(weights.Sum(weight => (weight - mean) * (weight - mean)));

        // Nothing to see, but for rounding.
        if (norm <= Rounding * Math.Sqrt(weights.Sum(weight => (double)weight * weight)))
            return false;
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (float)((weights[i] - mean) / norm);
        return true;
    }
}
