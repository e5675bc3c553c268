using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Pictures;

/// <summary>A reference picture, prepared to be looked for. Thread-safe.</summary>
internal sealed class PictureTemplate
{
    /// <summary>Neither the picture nor a sample is looked at in more pixels than this on a side.</summary>
    public const int MaxSide = 640;

    // Places that are looked at more closely for each kind of kernel, and those of them that are compared part by part.
    private const int MaxPlaces = 24;
    private const int MaxClose = 5;

    // Pixels of the picture for the one and for the other.
    private const int MiddlePixels = 1_200;
    private const int FinePixels = 8_192;

    // The smallest size has so few.
    private const int FewPixels = 125;

    // A small place resembles anything sooner: the likeness counts by this power of its share of the middle pixels.
    private const double SmallPower = 0.25;

    private readonly GreyPlane _whole;
    private readonly FineTemplate[] _sizes;
    private Plan? _plan;

    /// <summary>Prepares the picture in its sizes.</summary>
    public PictureTemplate(GreyPicture picture)
    {
        picture.Check();
        _whole = Shrink(picture);
        var sizes = new List<FineTemplate>();
        for (var step = 0; ; step++)
        {
            var (width, height) = PlaneLadder.SizeOf(_whole.Width, _whole.Height, step);
            if (width * height <= FinePixels)
                sizes.Add(new FineTemplate(_whole.Resize(width, height)));
            if (width * height <= FewPixels)
                break;
        }

        _sizes = [.. sizes];
    }

    /// <summary>The place that looks most like the picture, over all places and sizes; null if nothing does.</summary>
    public PictureMatch? Find(GreyPicture sample)
    {
        sample.Check();
        var ladder = new PlaneLadder(Shrink(sample));
        var reader = new PatchReader(ladder);
        var climb = new PlaceClimb(reader, CoarseKernel.LeastShare(_whole, ladder.Whole.Width));
        var close = PlanFor(ladder.Whole).Kernels
            .SelectMany(kernels => CoarseSearch.Find(kernels, ladder, MaxPlaces))
            .Select(place => climb.Climb(place, SizeFor(place, MiddlePixels, ladder), PlaceClimb.Wide))
            .OrderByDescending(place => place.Likeness * SmallPenalty(place, ladder))
            .Take(MaxClose);
        PictureMatch? best = null;
        foreach (var candidate in close)
        {
            var size = SizeFor(candidate, FinePixels, ladder);
            var place = climb.Climb(candidate, size, PlaceClimb.Narrow);
            var likeness = new PictureComparison(size).Likeness(place, reader);
            if (best is null || likeness > best.Value.Likeness)
                best = new PictureMatch(likeness, BoxOf(place, ladder));
        }

        return best;
    }

    private double SmallPenalty(Place place, PlaneLadder sample) =>
        Math.Pow(Math.Min(1, SizeFor(place, MiddlePixels, sample).Values.Length / (double)MiddlePixels), SmallPower);

    // The largest size that the place on the sample shows in full.
    private FineTemplate SizeFor(Place place, int pixels, PlaneLadder sample)
    {
        const double rounding = 1.05;
        var width = place.Share * sample.Whole.Width;
        return Array.Find(_sizes, size => size.Width <= width * rounding && size.Values.Length <= pixels) ?? _sizes[^1];
    }

    private Box BoxOf(Place place, PlaneLadder sample)
    {
        var height = place.Share * sample.Whole.Width * _whole.Height / _whole.Width / sample.Whole.Height;
        var (left, right) = (Math.Clamp(place.X - (place.Share / 2), 0, 1), Math.Clamp(place.X + (place.Share / 2), 0, 1));
        var (top, bottom) = (Math.Clamp(place.Y - (height / 2), 0, 1), Math.Clamp(place.Y + (height / 2), 0, 1));
        return new Box(left, top, right - left, bottom - top);
    }

    private Plan PlanFor(GreyPlane sample)
    {
        var known = _plan;
        if (known?.Width == sample.Width && known.Height == sample.Height)
            return known;
        var pictures = _sizes[0].HasLetters ? (GreyPlane[])[_whole, _sizes[0].ToKernel()] : [_whole];
        return _plan = new Plan(sample.Width, sample.Height, Array.ConvertAll(
            pictures, picture => CoarseKernel.For(picture, _whole, sample.Width, sample.Height).ToArray()));
    }

    private static GreyPlane Shrink(GreyPicture picture)
    {
        var share = Math.Min(1, MaxSide / (double)Math.Max(picture.Width, picture.Height));
        return GreyPlane.Of(picture).Resize(
            Math.Max(1, (int)Math.Round(picture.Width * share)), Math.Max(1, (int)Math.Round(picture.Height * share)));
    }

    // The kernels for samples of one size, as those of a clip are: of the picture, and of its letters alone.
    private sealed record Plan(int Width, int Height, CoarseKernel[][] Kernels);
}
