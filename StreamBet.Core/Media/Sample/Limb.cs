using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamBet.Core.Media.Sample;

/// <summary>What a limb is made of.</summary>
internal enum Material
{
    Skin,
    Lips,
    Hair,
    RedCloth,
    BlueCloth,
    WhiteCloth,
    Leather,
    Football,
}

/// <summary>The one shape of the scene: two balls and all that lies between them. Lengths are metres.</summary>
internal readonly struct Limb
{
    private readonly Vector3 _from;
    private readonly Vector3 _along;
    private readonly float _perLengthSquared;
    private readonly float _radius;
    private readonly float _widening;

    /// <summary>Makes a limb between the middles of two balls.</summary>
    public Limb(Material material, Vector3 from, Vector3 to, float radius, float endRadius)
    {
        (Material, _from, _along, _radius, _widening) = (material, from, to - from, radius, endRadius - radius);
        _perLengthSquared = from == to ? 0 : 1 / _along.LengthSquared();
    }

    /// <summary>What it is made of.</summary>
    public Material Material { get; }

    /// <summary>How far a point is from its surface; negative within. Most of the time goes here, and vectors would
    /// take more of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(Vector3 point)
    {
        var (x, y, z) = (point.X - _from.X, point.Y - _from.Y, point.Z - _from.Z);
        var share = ((x * _along.X) + (y * _along.Y) + (z * _along.Z)) * _perLengthSquared;
        share = share < 0 ? 0 : share > 1 ? 1 : share;
        (x, y, z) = (x - (share * _along.X), y - (share * _along.Y), z - (share * _along.Z));
        return MathF.Sqrt((x * x) + (y * y) + (z * z)) - _radius - (_widening * share);
    }

    /// <summary>Whether a ray comes within a margin of it. That is asked on the plane that the ray stands on, where
    /// the ray is a point.</summary>
    public bool IsNear(Vector3 from, Vector3 ray, float margin)
    {
        var way = _from - from;
        var (wayAhead, ahead) = (Vector3.Dot(way, ray), Vector3.Dot(_along, ray));
        var (flatWay, flatAlong) = (way - (ray * wayAhead), _along - (ray * ahead));
        var share = -Vector3.Dot(flatWay, flatAlong) / Math.Max(flatAlong.LengthSquared(), 1e-6f);
        var reach = margin + _radius + Math.Max(_widening, 0);
        return (flatWay + (flatAlong * Math.Clamp(share, 0, 1))).LengthSquared() < reach * reach
            && wayAhead + Math.Max(ahead, 0) > -reach;
    }
}
