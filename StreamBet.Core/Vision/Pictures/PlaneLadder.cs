namespace StreamBet.Core.Vision.Pictures;

/// <summary>A picture in its own size and in smaller ones, each smaller by the square root of two.</summary>
internal sealed class PlaneLadder
{
    private const int MinSide = 12;
    private const int MaxSteps = 16;

    private readonly GreyPlane[] _steps;

    /// <summary>Prepares the sizes.</summary>
    public PlaneLadder(GreyPlane picture)
    {
        var steps = new List<GreyPlane> { picture };
        while (steps.Count < MaxSteps && Math.Min(steps[^1].Width, steps[^1].Height) > MinSide)
        {
            var (width, height) = SizeOf(picture.Width, picture.Height, steps.Count);
            var whole = steps.Count >= 2 ? steps[^2] : steps[0];
            steps.Add(whole.Resize(width, height));
        }

        _steps = [.. steps];
    }

    /// <summary>How many sizes there are.</summary>
    public int Count => _steps.Length;

    /// <summary>The picture in its own size.</summary>
    public GreyPlane Whole => _steps[0];

    /// <summary>A size; a number out of bounds stands for the nearest.</summary>
    public GreyPlane this[int step] => _steps[Math.Clamp(step, 0, _steps.Length - 1)];

    /// <summary>The smallest size that is at least this share of the picture's own.</summary>
    public GreyPlane AtLeast(double share) => this[share >= 1 ? 0 : (int)Math.Floor((-2 * Math.Log2(share)) + 1e-9)];

    /// <summary>The sides of a size.</summary>
    public static (int Width, int Height) SizeOf(int width, int height, int step)
    {
        var share = Math.Pow(2, -step / 2.0);
        return (Math.Max(1, (int)Math.Round(width * share)), Math.Max(1, (int)Math.Round(height * share)));
    }
}
