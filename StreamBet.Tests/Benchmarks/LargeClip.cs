using System.Buffers.Binary;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>A whole MP4 of any size that is quickly analysed: a short clip followed by a box of padding.</summary>
internal static class LargeClip
{
    public static async Task WriteAsync(string path, int bytes)
    {
        var clip = await File.ReadAllBytesAsync(await RealClips.NobodyAsync());
        await using var file = File.Create(path);
        await file.WriteAsync(clip);
        var padding = new byte[bytes - clip.Length];
        new Random(1).NextBytes(padding);
        BinaryPrimitives.WriteInt32BigEndian(padding, padding.Length);
        "free"u8.CopyTo(padding.AsSpan(4));
        await file.WriteAsync(padding);
    }
}
