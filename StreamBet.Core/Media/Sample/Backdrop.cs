using System.Numerics;

namespace StreamBet.Core.Media.Sample;

/// <summary>The static background: the sky, the trees at the horizon, and the lawn at height 0.</summary>
internal static class Backdrop
{
    private static readonly Vector3 Haze = new(0.62f, 0.72f, 0.80f);

    /// <summary>The colour at the end of a ray from a point above the lawn.</summary>
    public static Vector3 Colour(Vector3 from, Vector3 ray)
    {
        var (bearing, elevation) = (ray.X / ray.Z, ray.Y / ray.Z);
        if (elevation <= 0)
            return Lawn(from + (ray * (from.Y / -ray.Y)), from.Y / -ray.Y);
        var treeTop = 0.035f + (0.05f * Noise.Cloudy(bearing * 7, 3, 2)) + (0.022f * Noise.Cloudy(bearing * 40, 9, 3));
        return elevation > treeTop ? Sky(bearing, elevation) : Trees(bearing, elevation, treeTop);
    }

    private static Vector3 Sky(float bearing, float elevation)
    {
        var sky = Vector3.Lerp(Haze, new Vector3(0.16f, 0.36f, 0.72f), MathF.Sqrt(Math.Min(elevation * 3.2f, 1)));
        var cloud = Math.Clamp((Noise.Cloudy((bearing * 7) + 3, elevation * 22, 5) - 0.5f) * 3.5f, 0, 1);
        return Vector3.Lerp(sky, new Vector3(0.93f), cloud * 0.85f);
    }

    private static Vector3 Trees(float bearing, float elevation, float top)
    {
        var (x, y) = (bearing * 38, elevation * 45);
        var relief = Noise.Cloudy(x, y, 5) - Noise.Cloudy(x + 0.25f, y - 0.35f, 5);
        var light = (0.35f + (0.65f * elevation / top)) * Math.Max(0.25f, 1 + (2.6f * relief));
        return Vector3.Lerp(new Vector3(0.075f, 0.15f, 0.035f) * light, Haze, 0.07f);
    }

    private static Vector3 Lawn(Vector3 at, float far)
    {
        var patch = Noise.Cloudy(at.X * 0.9f, at.Z * 0.6f, 3);
        var blades = (Noise.Cloudy(at.X * 55, at.Z * 22, 3) - 0.5f) * Math.Min(12 / far, 1.5f);
        var mown = MathF.Sin((at.X * 1.1f) + (at.Z * 0.25f)) > 0 ? 1.45f : 1.22f;
        var green = Vector3.Lerp(new Vector3(0.09f, 0.22f, 0.035f), new Vector3(0.17f, 0.31f, 0.06f), patch);
        var grass = Vector3.Lerp(green * mown * (1 + blades), Haze * 0.8f, Math.Clamp((far - 6) / 300, 0, 0.25f));
        return Math.Abs(at.Z - 3.2f) < 0.07f ? Vector3.Lerp(grass, new Vector3(0.9f), 0.75f) : grass;
    }
}
