using System.Numerics;

namespace StreamBet.Core.Media.Sample;

/// <summary>Draws the pictures of the sample clip: the backdrop once and, by ray marching, the moving limbs and their
/// shadow over it.</summary>
internal sealed class SampleRenderer
{
    /// <summary>Pixels across.</summary>
    public const int Width = 640;

    /// <summary>Pixels down.</summary>
    public const int Height = 360;

    /// <summary>The side of a tile in pixels; the pixels of a tile test the same limbs.</summary>
    private const int Tile = 8;

    private const int TilesAcross = Width / Tile;
    private const float Focal = 760;
    private const float Horizon = 150;

    private static readonly Vector3 Eye = new(0, 1.3f, -6.2f);
    private static readonly Vector3 Sun = Vector3.Normalize(new Vector3(-0.55f, 0.75f, -0.5f));
    private static readonly Vector3 SunLight = new(1.15f, 1.08f, 0.95f);
    private static readonly Vector3 SkyLight = new(0.32f, 0.40f, 0.50f);
    private static readonly Vector3 LawnLight = new(0.10f, 0.14f, 0.05f);
    private static readonly Vector3 LawnInShadow = new(0.38f, 0.42f, 0.50f);

    private readonly Vector3[] _backdrop = new Vector3[Width * Height];
    private readonly byte[] _backdropRgb = new byte[Width * Height * 3];

    /// <summary>Draws the backdrop.</summary>
    public SampleRenderer() => Parallel.For(0, Height, y =>
    {
        for (var x = 0; x < Width; x++)
        {
            var (one, other) = (Ray(x + 0.25f, y + 0.25f), Ray(x + 0.75f, y + 0.75f));
            var colour = (Backdrop.Colour(Eye, one) + Backdrop.Colour(Eye, other)) / 2;
            _backdrop[(y * Width) + x] = colour;
            Put(_backdropRgb, x, y, colour);
        }
    });

    /// <summary>Draws the picture at a time of the clip.</summary>
    /// <param name="time">Seconds.</param>
    /// <param name="rgb">The target: rows from the top, three bytes per pixel.</param>
    public void Render(double time, byte[] rgb)
    {
        _backdropRgb.CopyTo(rgb, 0);
        var scene = new SampleScene((float)time);
        Parallel.For(0, TilesAcross * (Height / Tile), tile =>
            RenderTile(scene, tile % TilesAcross * Tile, tile / TilesAcross * Tile, rgb));
    }

    private void RenderTile(SampleScene scene, int left, int top, byte[] rgb)
    {
        var middle = Ray(left + (Tile / 2), top + (Tile / 2));
        var limbs = scene.Near(Eye, middle, 0.08f);
        var shadowing = Shadowing(scene, left, top);
        if ((limbs | shadowing) == 0)
            return;
        var start = scene.Approach(Eye, middle, limbs, Tile * 0.71f / Focal);
        for (var y = top; y < top + Tile; y++)
        {
            for (var x = left; x < left + Tile; x++)
            {
                var ray = Ray(x + 0.5f, y + 0.5f);
                var colour = _backdrop[(y * Width) + x];
                if (shadowing != 0)
                    colour *= Vector3.Lerp(LawnInShadow, Vector3.One, scene.Sunlit(OnLawn(ray), Sun, shadowing));
                if (limbs != 0)
                    colour = Cover(colour, scene, ray, start, limbs);
                Put(rgb, x, y, colour);
            }
        }
    }

    /// <summary>The limbs that may shade the lawn in a tile.</summary>
    private static ulong Shadowing(SampleScene scene, int left, int top)
    {
        // No shadow reaches the lawn near the horizon.
        if (top < Horizon + (10 * Tile))
            return 0;
        var middle = OnLawn(Ray(left + (Tile / 2), top + (Tile / 2)));
        return scene.Near(middle, Sun, 0.1f + Vector3.Distance(middle, OnLawn(Ray(left, top))));
    }

    private static Vector3 Cover(Vector3 behind, SampleScene scene, Vector3 ray, float start, ulong limbs)
    {
        var (way, coverage) = scene.Hit(Eye, ray, start, limbs, 1 / Focal);
        if (coverage == 0)
            return behind;
        var (colour, normal) = scene.Surface(Eye + (ray * way), limbs);
        var above = Eye + (ray * way) + (normal * 0.015f);
        var sun = Math.Max(0, Vector3.Dot(normal, Sun));
        if (sun > 0)
            sun *= scene.Sunlit(above, Sun, scene.Near(above, Sun, 0.06f));
        var up = 0.5f + (0.5f * normal.Y);
        var light = (SunLight * sun) + (SkyLight * up) + (LawnLight * (1 - up));
        var shine = 0.12f * sun * MathF.Pow(Math.Max(0, Vector3.Dot(Vector3.Reflect(ray, normal), Sun)), 20);
        return Vector3.Lerp(behind, (colour * light) + new Vector3(shine), coverage);
    }

    private static Vector3 Ray(float x, float y) =>
        Vector3.Normalize(new Vector3(x - (Width / 2), Horizon - y, Focal));

    private static Vector3 OnLawn(Vector3 ray) => Eye + (ray * (Eye.Y / -ray.Y));

    // The square root stands in for the screen's gamma.
    private static void Put(byte[] rgb, int x, int y, Vector3 colour)
    {
        var shown = Vector3.SquareRoot(Vector3.Clamp(colour, Vector3.Zero, Vector3.One)) * 255;
        var at = ((y * Width) + x) * 3;
        (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)shown.X, (byte)shown.Y, (byte)shown.Z);
    }
}
