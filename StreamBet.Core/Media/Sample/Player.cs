using System.Numerics;

namespace StreamBet.Core.Media.Sample;

/// <summary>The player: waits for the ball, kicks it back and cheers.</summary>
internal static class Player
{
    private static readonly Vector3 Place = new(-0.95f, 0, 0);

    // Turned half towards the ball: the models recognise a body best from the front. Unturned, it faces -z.
    private static readonly Matrix4x4 Facing = Matrix4x4.CreateRotationY(-0.5f);

    /// <summary>The body at a second of the clip.</summary>
    public static IEnumerable<Limb> At(float time)
    {
        var kick = Pulse(time, Football.Played + 0.05f, 0.22f) - (0.7f * Pulse(time, Football.Played - 0.4f, 0.22f));
        var joy = Pulse(time, Football.Played + 1.5f, 0.6f);
        var sway = new Vector3(0.02f * MathF.Sin(1.7f * time), 0.006f * MathF.Sin(3.4f * time), -0.04f * kick);
        var chest = new Vector3(0, 1.25f, 0) + sway;
        var hips = new Vector3(0, 0.88f, 0) + (sway / 2);
        return
        [
            .. Head(chest + new Vector3(0, 0.42f, -0.02f)), .. Trunk(chest, hips),
            .. Arm(-1, chest, kick, joy), .. Leg(-1, hips, 0), .. Arm(1, chest, -kick, joy), .. Leg(1, hips, kick),
        ];
    }

    private static IEnumerable<Limb> Head(Vector3 head)
    {
        Limb Of(Material material, Vector3 from, float radius, Vector3 to, float endRadius) =>
            Join(material, head + from, radius, head + to, endRadius);
        return
        [
            Of(Material.Skin, new(0, 0.03f, 0.01f), 0.088f, new(0, -0.06f, -0.03f), 0.058f),
            Of(Material.Skin, new(0, -0.05f, 0.03f), 0.05f, new(0, -0.2f, 0.03f), 0.058f),
            Of(Material.Skin, new(0, 0.01f, -0.083f), 0.011f, new(0, -0.02f, -0.095f), 0.014f),
            Of(Material.Hair, new(0, 0.068f, 0.02f), 0.09f, new(0, 0, 0.055f), 0.072f),
            Of(Material.Lips, new(-0.016f, -0.066f, -0.081f), 0.01f, new(0.016f, -0.066f, -0.081f), 0.01f),
            Of(Material.Leather, new(-0.033f, 0.008f, -0.073f), 0.012f, new(-0.033f, 0.008f, -0.073f), 0.012f),
            Of(Material.Leather, new(0.033f, 0.008f, -0.073f), 0.012f, new(0.033f, 0.008f, -0.073f), 0.012f),
        ];
    }

    private static IEnumerable<Limb> Trunk(Vector3 chest, Vector3 hips)
    {
        Limb Of(Material material, Vector3 from, float radius, Vector3 to, float endRadius) =>
            Join(material, chest + from, radius, chest + to, endRadius);
        var (waist, across) = (hips + new Vector3(0, 0.03f, 0), new Vector3(0.07f, 0, 0));
        return
        [
            Of(Material.RedCloth, new(-0.165f, 0.195f, 0.01f), 0.062f, new(0.165f, 0.195f, 0.01f), 0.062f),
            Of(Material.RedCloth, new(-0.08f, 0.08f, 0), 0.115f, new(0.08f, 0.08f, 0), 0.115f),
            Of(Material.RedCloth, new(-0.06f, 0, 0), 0.115f, new(-0.045f, -0.28f, 0), 0.106f),
            Of(Material.RedCloth, new(0.06f, 0, 0), 0.115f, new(0.045f, -0.28f, 0), 0.106f),
            Of(Material.WhiteCloth, new(0, 0.225f, 0.015f), 0.07f, new(0, 0.25f, 0.01f), 0.06f),
            Join(Material.BlueCloth, waist - across, 0.115f, waist + across, 0.115f),
        ];
    }

    // "side" is -1 or 1, "swing" how far the arm swings forwards, "joy" how far it is raised.
    private static IEnumerable<Limb> Arm(float side, Vector3 chest, float swing, float joy)
    {
        var shoulder = chest + new Vector3(side * 0.18f, 0.2f, 0.01f);
        var elbow = chest + new Vector3(side * 0.31f, -0.05f + (0.42f * joy), 0.05f - (0.12f * swing));
        var hand = elbow + new Vector3(side * 0.03f, -0.22f + (0.47f * joy), -0.12f - (0.08f * swing));
        var (cuff, hem) = (Vector3.Lerp(shoulder, elbow, 0.75f), Vector3.Lerp(shoulder, elbow, 0.8f));
        return
        [
            Join(Material.Skin, shoulder, 0.048f, elbow, 0.04f),
            Join(Material.Skin, elbow, 0.04f, hand, 0.028f),
            Join(Material.Skin, hand, 0.032f, hand + ((hand - elbow) * 0.4f), 0.03f),
            Join(Material.RedCloth, shoulder, 0.066f, cuff, 0.064f),
            Join(Material.WhiteCloth, cuff, 0.066f, hem, 0.066f),
        ];
    }

    private static IEnumerable<Limb> Leg(float side, Vector3 hips, float kick)
    {
        var lift = kick * kick;
        var hip = hips + new Vector3(side * 0.09f, 0, 0);
        var knee = new Vector3(side * 0.145f, 0.48f + (0.05f * lift), -0.04f - (0.26f * kick));
        var ankle = new Vector3(side * 0.18f, 0.09f + (0.1f * lift), 0.03f - (0.42f * kick));
        var toes = ankle + new Vector3(side * 0.03f, -0.045f + (0.05f * kick), -0.15f);
        return
        [
            Join(Material.Skin, hip, 0.08f, knee, 0.054f),
            Join(Material.Skin, knee, 0.054f, ankle, 0.04f),
            Join(Material.BlueCloth, hip, 0.098f, Vector3.Lerp(hip, knee, 0.7f), 0.096f),
            Join(Material.WhiteCloth, Vector3.Lerp(knee, ankle, 0.25f), 0.06f, ankle, 0.046f),
            Join(Material.Leather, ankle + new Vector3(0, -0.03f, 0.03f), 0.05f, toes, 0.04f),
        ];
    }

    private static Limb Join(Material material, Vector3 from, float radius, Vector3 to, float endRadius) =>
        new(material, Turned(from), Turned(to), radius, endRadius);

    private static Vector3 Turned(Vector3 point) => Place + Vector3.TransformNormal(point, Facing);

    /// <summary>A swing from 0 to 1 and back.</summary>
    private static float Pulse(float time, float middle, float width)
    {
        var away = (time - middle) / width;
        return MathF.Exp(-away * away);
    }
}
