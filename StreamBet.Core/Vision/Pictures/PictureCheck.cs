namespace StreamBet.Core.Vision.Pictures;

/// <summary>Tells whether a picture can be told from others, before anything is bet on it.</summary>
internal static class PictureCheck
{
    private const int MinSide = 16;
    private const double MaxRatio = 20;

    // Of the alpha channel: what is seen through wholly, and what is opaque.
    private const byte Clear = 16;
    private const byte Opaque = 240;

    // Shares of the pixels. Soft edges of letters are between clear and opaque too.
    private const double MaxBetween = 0.2;
    private const double MaxClear = 0.4;

    // Grey levels from the mean, or from the gradient: the noise of an encoding is 2 to 3.
    private const double MinDeviation = 6;

    // Of the picture's variance, what columns alone, or rows alone, or a gradient may explain.
    private const double MaxExplained = 0.93;

    // Edges of one direction are those of stripes, or of a single line: 1 if all are.
    private const double MaxOneWay = 0.9;

    // Strong edges cover this share of a picture with something in it.
    private const double MinEdges = 0.02;

    // Grey levels between neighbours.
    private const double StrongEdge = 24;

    // Letters are seen through, or stand on the bare ground, if their pixels, or those next to them, lie farther from their
    // mean than this share of the contrast between the two.
    private const double MaxInside = 0.2;
    private const double MaxAround = 0.16;

    // Grey levels from letters to what is next to them.
    private const double MinContrast = 45;

    // What is surely opaque, in grey levels: the contrast of white letters that are half transparent was 127 at most in 92 cuts; the
    // ground in a box deviates by 10 at most, and an outline differs by this from what is beyond it.
    private const double OpaqueContrast = 140;
    private const double PlainGround = 10;
    private const double OutlineStep = 14;

    // A ground as busy as this, as the share of the variance that neighbours do not share, hides whatever is on it.
    private const double MaxNoise = 0.25;

    // Pixels that are looked at.
    private const int Pixels = 8_192;

    /// <summary>Why the picture can't be told from others, and what to do; null if it can.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="alpha">How opaque each pixel is, 0-255; empty if they all are.</param>
    public static string? WhyUnclear(GreyPicture picture, ReadOnlyMemory<byte> alpha)
    {
        picture.Check();
        if (Math.Min(picture.Width, picture.Height) < MinSide)
        {
            return $"The picture is too small: {picture.Width} x {picture.Height} pixels. Cut out at least {MinSide} x {MinSide}.";
        }

        if (Math.Max(picture.Width, picture.Height) > MaxRatio * Math.Min(picture.Width, picture.Height))
            return "The picture is too narrow to be told from a line. Cut out more of what is around it.";
        return WhySeenThrough(alpha.Span) ?? WhyEmpty(picture) ?? WhyOnTheGround(picture);
    }

    /// <summary>Whether a clear picture is surely opaque: letters in a box, or with an outline. What is half transparent looks otherwise
    /// in front of something else and is not found there, so its absence can't be told.</summary>
    public static bool IsSurelyOpaque(GreyPicture picture)
    {
        var plane = Small(picture);
        return PictureInk.Find(plane.ToArray(), plane.Width, plane.Height) is { Contrast: >= OpaqueContrast } ink
            && (ink.Ground <= PlainGround || ink.Step >= OutlineStep);
    }

    private static string? WhySeenThrough(ReadOnlySpan<byte> alpha)
    {
        var (clear, between) = (0, 0);
        foreach (var value in alpha)
        {
            clear += value < Clear ? 1 : 0;
            between += value is >= Clear and < Opaque ? 1 : 0;
        }

        if (between > MaxBetween * alpha.Length)
            return "The picture is half transparent, so the game shows through it. Use one that is opaque.";
        return clear > MaxClear * alpha.Length
            ? "Most of the picture is transparent, so the game shows through it. Use one with its own background."
            : null;
    }

    private static string? WhyEmpty(GreyPicture picture)
    {
        var plane = Small(picture);
        var shape = PictureShape.Of(plane);
        if (shape.Deviation < MinDeviation)
            return "The picture has only one colour. Cut out a part with letters or a drawing on it.";
        if (shape.BesideGradient < MinDeviation || shape.Gradient > MaxExplained)
            return "The picture is only a colour gradient. Cut out a part with letters or a drawing on it.";
        if (shape.Columns > MaxExplained || shape.Rows > MaxExplained || shape.OneWay > MaxOneWay)
            return "The picture shows only stripes or an edge, as many others do. Cut out a part with letters or a drawing on it.";
        return shape.EdgesAbove(StrongEdge) < MinEdges
            ? "The picture has too little on it to be told from others. Cut out a part with letters or a drawing on it."
            : null;
    }

    private static string? WhyOnTheGround(GreyPicture picture)
    {
        var plane = Small(picture);
        if (PictureInk.Find(plane.ToArray(), plane.Width, plane.Height) is not { } ink)
        {
            return PictureShape.Of(plane).Noise > MaxNoise
                ? "The picture is as busy as noise, which hides whatever is on it. Cut out a part with its own plain background."
                : null;
        }

        return ink.Contrast < MinContrast || ink.Inside > MaxInside * ink.Contrast || ink.Around > MaxAround * ink.Contrast
            ? "The letters have no background or outline of their own, so the game shows through. Cut out something in a box, or with a "
                + "thick outline."
            : null;
    }

    private static GreyPlane Small(GreyPicture picture)
    {
        var share = Math.Min(1, Math.Sqrt(Pixels / ((double)picture.Width * picture.Height)));
        return GreyPlane.Of(picture).Resize(
            Math.Max(1, (int)(picture.Width * share)), Math.Max(1, (int)(picture.Height * share)));
    }
}
