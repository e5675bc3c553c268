namespace StreamBet.Core.Vision.Pictures;

/// <summary>How much each pixel of a picture counts. What lies between letters, or between edges, may be the game's own
/// picture.</summary>
internal static class PixelWeights
{
    // So that no part is without any weight.
    private const float Least = 1e-3f;

    // An edge as strong as this share of the strong ones counts in full, and a weaker one less.
    private const double StrongEdge = 0.5;
    private const double StrongQuantile = 0.95;

    // Toward the border, on which a cut may show some of what is around it: as a share of the shorter side.
    private const double Border = 0.08;

    /// <summary>Letters count, and what touches them: their outline, or their box.</summary>
    public static float[] OfLetters(bool[] isLetter, int width, int height)
    {
        var weights = new float[isLetter.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = PictureInk.Near(i, width, height, isLetter) > 0 ? 1 : Least;
        return weights;
    }

    /// <summary>Edges count.</summary>
    public static float[] OfEdges(float[] values, int width, int height)
    {
        var weights = new float[values.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var across = values[(y * width) + Math.Min(width - 1, x + 1)] - values[(y * width) + Math.Max(0, x - 1)];
                var down = values[(Math.Min(height - 1, y + 1) * width) + x] - values[(Math.Max(0, y - 1) * width) + x];
                weights[(y * width) + x] = MathF.Sqrt((across * across) + (down * down));
            }
        }

        var strong = Math.Max(1, StrongEdge * weights.Order().ElementAt((int)(StrongQuantile * (weights.Length - 1))));
        for (var i = 0; i < weights.Length; i++)
        {
            var (x, y, share) = (i % width, i / width, Math.Min(1, weights[i] / strong));
            var inside = 0.5 + Math.Min(Math.Min(x, width - 1 - x), Math.Min(y, height - 1 - y));
            weights[i] = (float)Math.Max(Least, share * share * Math.Min(1, inside / (Border * Math.Min(width, height))));
        }

        return weights;
    }
}
