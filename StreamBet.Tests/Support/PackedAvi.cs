using System.Buffers.Binary;

namespace StreamBet.Tests.Support;

/// <summary>An AVI as DivX wrote it: a B-picture shares a chunk with the picture that is coded before it, and an empty
/// picture fills the next chunk.</summary>
internal static class PackedAvi
{
    private const int BiDirectional = 2;
    private static readonly byte[] PictureStart = [0, 0, 1, 0xb6];

    /// <summary>Packs an MPEG-4 stream in which every second picture is a B-picture.</summary>
    /// <param name="stream">The coded stream.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="rate">Pictures per second.</param>
    public static byte[] Of(byte[] stream, int size, int rate)
    {
        var chunks = Pack(stream, rate);
        var main = Numbers(1_000_000 / rate, 0, 0, 0x10, chunks.Count, 0, 1, 0, size, size, 0, 0, 0, 0);
        var track = (byte[])[.. "vidsDX50"u8, .. Numbers(0, 0, 0, 1, rate, 0, chunks.Count, 0, -1, 0, 0, size | (size << 16))];
        var format = (byte[])[.. Numbers(40, size, size, 1 | (24 << 16)), .. "DX50"u8, .. Numbers(size * size * 3, 0, 0, 0, 0)];
        var header = List("hdrl"u8, [.. Chunk("avih"u8, main), .. List("strl"u8, [.. Chunk("strh"u8, track), .. Chunk("strf"u8, format)])]);
        var (pictures, index) = (new List<byte>(), new List<byte>());
        foreach (var chunk in chunks)
        {
            index.AddRange([.. "00dc"u8, .. Numbers(pictures.Count == 0 ? 0x10 : 0, pictures.Count + 4, chunk.Length)]);
            pictures.AddRange(Chunk("00dc"u8, chunk));
        }

        return Chunk("RIFF"u8, [.. "AVI "u8, .. header, .. List("movi"u8, [.. pictures]), .. Chunk("idx1"u8, [.. index])]);
    }

    private static List<byte[]> Pack(byte[] stream, int rate)
    {
        var starts = new List<int>();
        for (int at = 0, next; (next = stream.AsSpan(at).IndexOf(PictureStart)) >= 0; at += next + 4)
            starts.Add(at + next);
        var pictures = starts.Select((at, n) => stream[at..(n + 1 < starts.Count ? starts[n + 1] : stream.Length)]).ToList();
        pictures[0] = [.. stream[..starts[0]], 0, 0, 1, 0xb2, .. "DivX503b1234p"u8, .. pictures[0]];
        var chunks = new List<byte[]>();
        for (var n = 0; n < pictures.Count; n++)
        {
            if (n + 1 < pictures.Count && pictures[n + 1][4] >> 6 == BiDirectional)
            {
                chunks.Add([.. pictures[n], .. pictures[++n]]);
                chunks.Add(Empty(chunks.Count, rate));
            }
            else
            {
                chunks.Add(pictures[n]);
            }
        }

        return chunks;
    }

    // A picture that is not coded (ISO/IEC 14496-2, 6.2.5): its type, no full second, its time within the second.
    private static byte[] Empty(int number, int rate)
    {
        var width = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)rate - 1);
        var bits = "0101" + Convert.ToString(number % rate, 2).PadLeft(width, '0') + "100";
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        return [.. PictureStart, .. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    private static byte[] List(ReadOnlySpan<byte> kind, byte[] content) => Chunk("LIST"u8, [.. kind, .. content]);

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content) =>
        [.. name, .. Numbers(content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] Numbers(params int[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var n = 0; n < numbers.Length; n++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * n), numbers[n]);
        return bytes;
    }
}
