using System.Security.Cryptography;
using System.Text;

namespace StreamBet.Tests.Support;

/// <summary>An empty box at the end of an MP4 or MOV (ISO/IEC 14496-12, 8.1.2): new bytes, the same pictures.</summary>
internal static class FreeBox
{
    private const int Length = 24;

    private static ReadOnlySpan<byte> Head => "\0\0\0\u0018free"u8;

    /// <summary>The clip with a box that no clip had before.</summary>
    public static byte[] AddTo(byte[] clip) => AddTo(clip, Guid.NewGuid().ToString());

    /// <summary>The clip with the box of a name.</summary>
    public static byte[] AddTo(byte[] clip, string name) => [.. clip, .. Head, .. SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, Length - Head.Length)];

    /// <summary>The length of the clip without that box, if it has one.</summary>
    public static int LengthWithout(ReadOnlySpan<byte> clip) =>
        clip.Length > Length && clip[^Length..].StartsWith(Head) ? clip.Length - Length : clip.Length;
}
