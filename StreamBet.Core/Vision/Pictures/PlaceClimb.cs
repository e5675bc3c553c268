namespace StreamBet.Core.Vision.Pictures;

/// <summary>Moves a place, and changes its size, as long as the likeness grows.</summary>
/// <param name="reader">Reads the sample.</param>
/// <param name="leastShare">The smallest width, as a share of the sample's.</param>
internal sealed class PlaceClimb(PatchReader reader, double leastShare)
{
    /// <summary>The first step after the coarse search, in pixels of the template.</summary>
    public const double Wide = 1;

    /// <summary>The first step in a finer size.</summary>
    public const double Narrow = 0.5;

    // The last step.
    private const double Least = 0.12;

    // The size may pass the bounds of the search by so much.
    private const double Slack = 0.03;

    /// <summary>Where the likeness grows no more.</summary>
    public Place Climb(Place place, FineTemplate template, double step)
    {
        var patch = new float[template.Values.Length];
        var squares = new float[patch.Length];
        Place Judge(Place at)
        {
            reader.Read(at, template, patch);
            return at with { Likeness = template.Correlate(patch, squares) };
        }

        place = Judge(place);
        while (step >= Least)
        {
            var best = place;

            // A step of the size moves the sides by one step of the place.
            var growth = 2 * step / template.Width;
            Span<Place> tries =
            [
                reader.Move(place, template, -step, 0), reader.Move(place, template, step, 0),
                reader.Move(place, template, 0, -step), reader.Move(place, template, 0, step),
                place with { Share = place.Share * (1 - growth) }, place with { Share = place.Share * (1 + growth) },
            ];
            foreach (var next in tries)
            {
                if (next.Share >= leastShare * (1 - Slack) && next.Share <= 1 + Slack && Judge(next) is var judged
                    && judged.Likeness > best.Likeness)
                    best = judged;
            }

            if (best == place)
                step /= 2;
            place = best;
        }

        return place;
    }
}
