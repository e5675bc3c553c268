using System.Numerics;

namespace StreamBet.Core.Media.Sample;

/// <summary>The player and the ball at one moment. A set of limbs is a bit mask; there are some thirty of them.</summary>
internal sealed class SampleScene
{
    /// <summary>Limbs of one material blend where they are closer than this, in metres.</summary>
    private const float Blending = 0.05f;

    private const float ShadowSharpness = 18;

    // Metres; nothing is higher, closer to the camera or farther from it.
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

    /// <summary>Makes the scene at a time of the clip.</summary>
    public SampleScene(float time)
    {
        _time = time;
        // Blending needs the limbs of one material to be adjacent.
        _limbs = [.. Player.At(time).Append(Football.At(time)).OrderBy(limb => limb.Material)];
    }

    /// <summary>The limbs that come within a margin of a ray; the others need no distance test.</summary>
    public ulong Near(Vector3 from, Vector3 ray, float margin)
    {
        var near = 0UL;
        for (var i = 0; i < _limbs.Length; i++)
            near |= _limbs[i].IsNear(from, ray, margin) ? 1UL << i : 0;
        return near;
    }

    /// <summary>The share of sunlight that limbs let through to a point: 0 in full shadow, 1 without any.</summary>
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

    /// <summary>How far a beam of rays can go before any of them meets a limb.</summary>
    /// <param name="from">The camera.</param>
    /// <param name="ray">The direction of the beam, of length 1.</param>
    /// <param name="limbs">The limbs.</param>
    /// <param name="spread">The radius of the beam at a distance of 1.</param>
    public float Approach(Vector3 from, Vector3 ray, ulong limbs, float spread)
    {
        var (way, step) = (Nearest, float.MaxValue);
        for (; step > 0.01f && way < Farthest; way += Math.Max(step, 0))
            step = Distance(from + (ray * way), limbs, out _) - (spread * way);
        return way;
    }

    /// <summary>How far along a camera ray a limb is met, and what share of the pixel it covers there: less than 1 at an
    /// edge.</summary>
    /// <param name="from">The camera.</param>
    /// <param name="ray">The direction of the ray, of length 1.</param>
    /// <param name="start">The distance up to which the ray is known to be free.</param>
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

    /// <summary>The colour of a surface and its normal.</summary>
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

    /// <summary>The distance from a point to the nearest of some limbs, and the material of that limb.</summary>
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
