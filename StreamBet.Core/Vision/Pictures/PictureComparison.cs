namespace StreamBet.Core.Vision.Pictures;

/// <summary>Compares a place with a picture in whole and part by part, so that other letters in the same frame are no
/// likeness. Not thread-safe: it reuses its room.</summary>
internal sealed class PictureComparison(FineTemplate template)
{
    // A part is a square of this share of the shorter side: about a letter. A narrower part holds too little of one.
    private const double PartShare = 0.5;
    private const int MinPart = 8;
    private const int MaxPart = 32;

    // A part with less of the picture's contrast than this share of the richest says nothing.
    private const double MinSpread = 0.35;

    // A part is compared where it fits best, up to a pixel off: letters are not drawn at the same fraction of a pixel again.
    private const double Shift = 0.5;
    private const int Shifts = 2;

    // What differs over nine pixels that count for half or more, as a share of the picture's own contrast. A banner in a box
    // differed from itself by 1.4 at most and mostly by less than 0.7, one with an outline by up to 1.6 and once by 2.8; "Level 8"
    // from "Level 9" by 1.07 at least.
    private const double StrayAtNone = 1.3;
    private const double PerStray = 0.35;
    private const double MinStrayWeight = 0.5;

    // Below this correlation of the whole there is nothing to compare.
    private const double MinWhole = 0.5;

    private readonly float[] _patch = new float[template.Values.Length];

    /// <summary>The likeness, -1 to 1.</summary>
    /// <param name="place">The place, with the correlation of the whole.</param>
    /// <param name="reader">Reads the sample.</param>
    public double Likeness(Place place, PatchReader reader)
    {
        if (place.Likeness < MinWhole)
            return Math.Min(place.Likeness, LowestPart([Read(place, reader, 0, 0)]));
        var shifted = new List<float[]>();
        for (var down = -Shifts; down <= Shifts; down++)
        {
            for (var across = -Shifts; across <= Shifts; across++)
                shifted.Add(Read(place, reader, across * Shift, down * Shift));
        }

        reader.Read(place, template, _patch);
        return Math.Max(-1, Math.Min(Math.Min(place.Likeness, LowestPart(shifted)), StrayAtNone - (PerStray * Stray(_patch))));
    }

    private float[] Read(Place place, PatchReader reader, double across, double down)
    {
        var patch = new float[template.Values.Length];
        reader.Read(reader.Move(place, template, across, down), template, patch);
        return patch;
    }

    private double LowestPart(List<float[]> shifted)
    {
        var shorter = Math.Min(template.Width, template.Height);
        var side = Math.Min(shorter, Math.Clamp((int)(shorter * PartShare), MinPart, MaxPart));
        var parts = new List<(double Spread, double Likeness)>();
        foreach (var top in Starts(template.Height, side))
        {
            foreach (var left in Starts(template.Width, side))
                parts.Add(shifted.Select(patch => Correlate(patch, left, top, side)).MaxBy(part => part.Likeness));
        }

        var most = parts.Max(part => part.Spread);
        return parts.Where(part => part.Spread >= MinSpread * most).Min(part => part.Likeness);
    }

    // Parts overlap by half, and the last ends where the picture does.
    private static IEnumerable<int> Starts(int length, int side)
    {
        for (var start = 0; start < length - side; start += Math.Max(1, side / 2))
            yield return start;
        yield return length - side;
    }

    private (double Spread, double Likeness) Correlate(float[] patch, int left, int top, int side)
    {
        double all = 0, own = 0, other = 0, ownSquares = 0, otherSquares = 0, products = 0;
        for (var y = top; y < top + side; y++)
        {
            var start = (y * template.Width) + left;
            var weights = template.Weights.AsSpan(start, side);
            var values = template.Values.AsSpan(start, side);
            var pixels = patch.AsSpan(start, side);
            for (var x = 0; x < weights.Length; x++)
            {
                double weight = weights[x], a = values[x], b = pixels[x];
                all += weight;
                own += weight * a;
                other += weight * b;
                ownSquares += weight * a * a;
                otherSquares += weight * b * b;
                products += weight * a * b;
            }
        }

        var (spread, otherSpread) = (ownSquares - (own * own / all), otherSquares - (other * other / all));
        return spread < 1e-3 || otherSpread < 1e-3
            ? (spread, 0)
            : (spread, (products - (own * other / all)) / Math.Sqrt(spread * otherSpread));
    }

    // The largest mean difference over three by three pixels, after the patch is given the picture's brightness and contrast.
    private double Stray(float[] patch)
    {
        var (slope, offset) = template.Fit(patch);
        if (slope < 1e-3)
            return double.MaxValue;
        var (width, most) = (template.Width, 0.0);
        for (var i = 0; i < patch.Length; i++)
            patch[i] = (float)((((patch[i] - offset) / slope) - template.Values[i]) * template.Weights[i]);
        for (var y = 1; y < template.Height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var (sum, weights) = (0f, 0f);
                for (var start = ((y - 1) * width) + x - 1; start <= ((y + 1) * width) + x - 1; start += width)
                {
                    sum += patch[start] + patch[start + 1] + patch[start + 2];
                    weights += template.Weights[start] + template.Weights[start + 1] + template.Weights[start + 2];
                }

                if (weights > 9 * MinStrayWeight)
                    most = Math.Max(most, Math.Abs(sum) / weights);
            }
        }

        return most / Math.Max(1, template.Deviation);
    }
}
