namespace StreamBet.Core.Media.Sample;

/// <summary>Noise that is the same on every machine and in every run.</summary>
internal static class Noise
{
    /// <summary>A pseudo-random number from 0 to 1 for three integers.</summary>
    public static float At(int x, int y, int z = 0)
    {
        var hash = unchecked(((uint)x * 0x8DA6B343u) ^ ((uint)y * 0xD8163841u) ^ ((uint)z * 0xCB1AB31Fu));
        hash = unchecked((hash ^ (hash >> 15)) * 0x2C1B3C6Du);
        hash = unchecked((hash ^ (hash >> 12)) * 0x297A2D39u);
        return ((hash ^ (hash >> 15)) & 0xFFFFFF) / (float)0x1000000;
    }

    /// <summary>Smooth noise from 0 to 1 with a grain of one unit.</summary>
    public static float Smooth(float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (across, down) = (Ease(x - left), Ease(y - top));
        return float.Lerp(
            float.Lerp(At(left, top), At(left + 1, top), across),
            float.Lerp(At(left, top + 1), At(left + 1, top + 1), across), down);
    }

    /// <summary>Octaves of ever finer noise, each half as strong as the last; from 0 to 1.</summary>
    public static float Cloudy(float x, float y, int octaves)
    {
        var (sum, strength) = (0f, 0.5f);
        for (var octave = 0; octave < octaves; octave++, strength /= 2)
            sum += strength * Smooth((x * (1 << octave)) + (17.3f * octave), y * (1 << octave));
        return sum / (1 - (2 * strength));
    }

    private static float Ease(float value) => value * value * (3 - (2 * value));
}
