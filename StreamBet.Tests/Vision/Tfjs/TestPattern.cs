namespace StreamBet.Tests.Vision.Tfjs;

/// <summary>A picture that any program can make again: slopes with a chequered offset.</summary>
internal static class TestPattern
{
    public static byte At(int x, int y, int colour) =>
        (byte)((x * 3) + (y * 5) + (colour * 40) + (60 * (((x >> 5) + (y >> 5)) & 1)));

    /// <summary>Rows from the top, three bytes a pixel.</summary>
    public static byte[] Bytes(int size)
    {
        var bytes = new byte[size * size * 3];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = At(i / 3 % size, i / 3 / size, i % 3);
        return bytes;
    }

    /// <summary>One plane a colour, about -2 to 2.</summary>
    public static float[] Planes(int size)
    {
        var planes = new float[size * size * 3];
        for (var i = 0; i < planes.Length; i++)
            planes[i] = (At(i % size, i / size % size, i / size / size) - 128) / 64f;
        return planes;
    }
}
