using System.Buffers.Binary;
using System.Diagnostics;

namespace StreamBet.Tests.Support;

/// <summary>A decoded picture.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Rgb">Rows from the top, three bytes per pixel.</param>
internal sealed record Picture(int Width, int Height, byte[] Rgb)
{
    /// <summary>Decodes a JPEG.</summary>
    public static async Task<Picture> OfJpegAsync(byte[] jpeg) => (await OfJpegsAsync([jpeg]))[0];

    /// <summary>Decodes JPEGs of one size.</summary>
    public static async Task<IReadOnlyList<Picture>> OfJpegsAsync(IReadOnlyList<byte[]> jpegs)
    {
        foreach (var jpeg in jpegs)
            jpeg.Take(2).Should().Equal(0xff, 0xd8);
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in "-v error -f mjpeg -i pipe:0 -vsync passthrough -pix_fmt rgb24 -f rawvideo pipe:1".Split(' '))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var rgb = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(rgb);
        foreach (var jpeg in jpegs)
            await process.StandardInput.BaseStream.WriteAsync(jpeg);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();

        // The header of a frame (ITU-T T.81, B.2.2): length, precision, height, width.
        var at = jpegs[0].AsSpan().IndexOf([(byte)0xff, (byte)0xc0]);
        var (height, width) = (Read(jpegs[0], at + 5), Read(jpegs[0], at + 7));
        rgb.Length.Should().Be(width * height * 3 * jpegs.Count);
        return [.. rgb.ToArray().Chunk(width * height * 3).Select(picture => new Picture(width, height, picture))];
    }

    /// <summary>The red, green and blue values of a pixel.</summary>
    public (byte Red, byte Green, byte Blue) At(int x, int y)
    {
        var at = ((y * Width) + x) * 3;
        return (Rgb[at], Rgb[at + 1], Rgb[at + 2]);
    }

    private static int Read(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
}
