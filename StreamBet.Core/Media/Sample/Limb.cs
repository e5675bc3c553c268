using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamBet.Core.Media.Sample;

/// <summary>The material of a limb.</summary>
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

/// <summary>The only shape in the scene: the hull of two balls. Lengths are in metres.</summary>
internal readonly struct Limb
{
    private readonly Vector3 _from;
    private readonly Vector3 _along;
    private readonly float _perLengthSquared;
    private readonly float _radius;
    private readonly float _widening;

    /// <summary>Makes a limb between the centres of two balls.</summary>
    public Limb(Material material, Vector3 from, Vector3 to, float radius, float endRadius)
    {
        (Material, _from, _along, _radius, _widening) = (material, from, to - from, radius, endRadius - radius);
        _perLengthSquared = from == to ? 0 : 1 / _along.LengthSquared();
    }

    /// <summary>Its material.</summary>
    public Material Material { get; }

    /// <summary>The distance of a point from its surface; negative inside. Most of the rendering time is spent here;
    /// vector types were slower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(Vector3 point)
    {
        var (x, y, z) = (point.X - _from.X, point.Y - _from.Y, point.Z - _from.Z);
        var share = ((x * _along.X) + (y * _along.Y) + (z * _along.Z)) * _perLengthSquared;
        share = share < 0 ? 0 : share > 1 ? 1 : share;
        (x, y, z) = (x - (share * _along.X), y - (share * _along.Y), z - (share * _along.Z));
        return MathF.Sqrt((x * x) + (y * y) + (z * z)) - _radius - (_widening * share);
    }

    /// <summary>Whether a ray comes within a margin of it. Computed in the plane perpendicular to the ray, where the ray
    /// is a point.</summary>
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
