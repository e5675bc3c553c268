using System.Numerics;

namespace StreamBet.Core.Media.Sample;

/// <summary>The ball: it bounces in from the right, is played back and leaves the same way. It is slow enough to be
/// close together on consecutive samples, at two per second.</summary>
internal static class Football
{
    /// <summary>The second at which it comes to rest in front of the foot.</summary>
    public const float Arrives = 3.5f;

    /// <summary>The second at which it is kicked.</summary>
    public const float Played = 4.3f;

    private const float Radius = 0.14f;
    private const float Gravity = 9.8f;
    private const float GoldenRatio = 1.618034f;

    private static readonly Vector3 Meeting = new(-0.34f, Radius, -0.45f);

    // The corners of an icosahedron lie where a football has its dark patches.
    private static readonly Vector3[] Patches =
    [
        .. from one in (float[])[-1, 1]
           from other in (float[])[-GoldenRatio, GoldenRatio]
           from corner in (Vector3[])[new(0, one, other), new(one, other, 0), new(other, 0, one)]
           select Vector3.Normalize(corner),
    ];

    /// <summary>The ball at a second of the clip.</summary>
    public static Limb At(float time)
    {
        var middle = MiddleAt(time);
        return new Limb(Material.Football, middle, middle, Radius, Radius);
    }

    /// <summary>The colour of the point that faces along a normal; the ball turns as if it rolled.</summary>
    public static Vector3 Colour(Vector3 normal, float time)
    {
        var turn = Matrix4x4.CreateRotationZ(MiddleAt(time).X / Radius) * Matrix4x4.CreateRotationX(0.5f);
        var place = Vector3.TransformNormal(normal, turn);
        var nearest = 0f;
        foreach (var patch in Patches)
            nearest = Math.Max(nearest, Vector3.Dot(place, patch));
        return Vector3.Lerp(new Vector3(0.85f), new Vector3(0.03f), Math.Clamp((nearest - 0.915f) * 60, 0, 1));
    }

    // Coming in, its hops get shorter towards the foot; kicked away, they get shorter as it leaves.
    private static Vector3 MiddleAt(float time)
    {
        var (before, after) = (Math.Max(Arrives - time, 0), Math.Max(time - Played, 0));
        var away = (1.25f * before * before / (before + 0.15f)) + (1.25f * after);
        var (since, hop, change) = after > 0 ? (after, 0.6f, -0.11f) : (before, 0.2f, 0.12f);
        for (; since > hop && hop > 0; hop += change)
            since -= hop;
        var height = Gravity / 2 * since * Math.Max(hop - since, 0);
        return Meeting + new Vector3(away, height, -0.15f * away);
    }
}
