using System.Numerics;

namespace StreamBet.Core.Media.Sample;

/// <summary>The player and the ball at one moment, for rays to meet. A set of limbs is a mask with one bit for
/// each; there are some thirty.</summary>
internal sealed class SampleScene
{
    /// <summary>Limbs of one material grow together where they are as near as this to each other, in metres.</summary>
    private const float Blending = 0.05f;

    private const float ShadowSharpness = 18;

    // Nothing is higher, nearer to the camera or farther from it, in metres.
    private const float Ceiling = 2.3f;
    private const float Nearest = 4.5f;
    private const float Farthest = 7.5f;

    private static readonly Vector3[] Colours =
    [
        new(0.60f, 0.35f, 0.23f), new(0.42f, 0.16f, 0.13f), new(0.055f, 0.032f, 0.02f), new(0.58f, 0.03f, 0.04f),
        new(0.04f, 0.07f, 0.24f), new(0.80f), new(0.035f),
    ];

    private readonly float _time;
    private readonly Limb[] _limbs;

    /// <summary>Makes the scene of a second of the clip.</summary>
    public SampleScene(float time)
    {
        _time = time;
        // Those of one material stand together, which is what blends them.
        _limbs = [.. Player.At(time).Append(Football.At(time)).OrderBy(limb => limb.Material)];
    }

    /// <summary>The limbs that a ray comes within a margin of: the others need not be asked for their
    /// distance.</summary>
    public ulong Near(Vector3 from, Vector3 ray, float margin)
    {
        var near = 0UL;
        for (var i = 0; i < _limbs.Length; i++)
            near |= _limbs[i].IsNear(from, ray, margin) ? 1UL << i : 0;
        return near;
    }

    /// <summary>How much of the sun gets past some limbs to a point: 0 in full shadow, 1 in none.</summary>
    public float Sunlit(Vector3 point, Vector3 sun, ulong limbs)
    {
        var lit = 1f;
        for (var way = 0.03f; limbs != 0 && lit > 0.02f && point.Y + (sun.Y * way) < Ceiling;)
        {
            var distance = Distance(point + (sun * way), limbs, out _);
            lit = Math.Min(lit, ShadowSharpness * distance / way);
            way += Math.Max(distance, 0.04f);
        }

        lit = Math.Max(lit, 0);
        return lit * lit * (3 - (2 * lit));
    }

    /// <summary>How far all rays of a beam can go before any meets some limbs.</summary>
    /// <param name="from">The camera.</param>
    /// <param name="ray">The beam's middle, of length 1.</param>
    /// <param name="limbs">The limbs.</param>
    /// <param name="spread">How far its rays are from its middle at a distance of 1.</param>
    public float Approach(Vector3 from, Vector3 ray, ulong limbs, float spread)
    {
        var (way, step) = (Nearest, float.MaxValue);
        for (; step > 0.01f && way < Farthest; way += Math.Max(step, 0))
            step = Distance(from + (ray * way), limbs, out _) - (spread * way);
        return way;
    }

    /// <summary>How far along a camera's ray some limbs are met, and how much of a pixel they cover there: of those
    /// beside an edge, a part.</summary>
    /// <param name="from">The camera.</param>
    /// <param name="ray">Where it looks, of length 1.</param>
    /// <param name="start">How far the ray is free for certain.</param>
    /// <param name="limbs">The limbs.</param>
    /// <param name="pixel">The width of a pixel at a distance of 1.</param>
    public (float Way, float Coverage) Hit(Vector3 from, Vector3 ray, float start, ulong limbs, float pixel)
    {
        var (way, closest, closestWay) = (start, float.MaxValue, 0f);
        for (var step = 0; step < 40 && way < Farthest; step++)
        {
            var distance = Distance(from + (ray * way), limbs, out _);
            if (distance < 0.002f)
                return (way, 1);
            if (distance / way < closest)
                (closest, closestWay) = (distance / way, way);
            way += distance;
        }

        return (closestWay, Math.Max(1 - (closest / pixel), 0));
    }

    /// <summary>The colour of a surface, and the direction that it faces.</summary>
    public (Vector3 Colour, Vector3 Normal) Surface(Vector3 point, ulong limbs)
    {
        const float step = 0.002f;
        var here = Distance(point, limbs, out var material);
        var normal = Vector3.Normalize(new Vector3(
            Distance(point + new Vector3(step, 0, 0), limbs, out _) - here,
            Distance(point + new Vector3(0, step, 0), limbs, out _) - here,
            Distance(point + new Vector3(0, 0, step), limbs, out _) - here));
        return (material == Material.Football ? Football.Colour(normal, _time) : Colours[(int)material], normal);
    }

    /// <summary>The distance from a point to the nearest of some limbs, and what that is made of.</summary>
    private float Distance(Vector3 point, ulong limbs, out Material material)
    {
        var (best, blended, current) = (float.MaxValue, float.MaxValue, (Material)(-1));
        material = default;
        for (; limbs != 0; limbs &= limbs - 1)
        {
            ref readonly var limb = ref _limbs[BitOperations.TrailingZeroCount(limbs)];
            var distance = limb.Distance(point);
            blended = limb.Material == current ? Blend(blended, distance) : distance;
            current = limb.Material;
            if (blended < best)
                (best, material) = (blended, current);
        }

        return best;
    }

    private static float Blend(float first, float second)
    {
        var near = Math.Max(Blending - Math.Abs(first - second), 0);
        return Math.Min(first, second) - (near * near / (4 * Blending));
    }
}
