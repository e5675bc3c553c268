using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;

namespace StreamBet.Web.Features.Sharing;

/// <summary>Unpacks fonts in WOFF 1.0 (W3C) into the OpenType that they were made of, which is what places letters.</summary>
internal static class Woff
{
    private const uint Signature = 0x774F4646;
    private const int HeaderBytes = 44, EntryBytes = 20, SfntHeaderBytes = 12, SfntEntryBytes = 16;

    /// <summary>The font.</summary>
    /// <exception cref="InvalidDataException">It is no WOFF.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> woff)
    {
        if (woff.Length < HeaderBytes || BinaryPrimitives.ReadUInt32BigEndian(woff) != Signature)
            throw new InvalidDataException("The font is no WOFF.");
        var count = BinaryPrimitives.ReadUInt16BigEndian(woff[12..]);
        var sfnt = new MemoryStream();
        sfnt.Write(Header(BinaryPrimitives.ReadUInt32BigEndian(woff[4..]), count));
        sfnt.SetLength(SfntHeaderBytes + count * SfntEntryBytes);
        var directory = new byte[count * SfntEntryBytes];
        for (var table = 0; table < count; table++)
        {
            var entry = woff.Slice(HeaderBytes + table * EntryBytes, EntryBytes);
            var length = BinaryPrimitives.ReadInt32BigEndian(entry[12..]);
            var packed = woff.Slice(BinaryPrimitives.ReadInt32BigEndian(entry[4..]), BinaryPrimitives.ReadInt32BigEndian(entry[8..]));
            var listed = directory.AsSpan(table * SfntEntryBytes);
            var offset = (int)sfnt.Length;
            entry[..4].CopyTo(listed);
            entry[16..20].CopyTo(listed[4..]);
            BinaryPrimitives.WriteInt32BigEndian(listed[8..], offset);
            BinaryPrimitives.WriteInt32BigEndian(listed[12..], length);
            sfnt.Position = offset;
            sfnt.Write(packed.Length == length ? packed : Inflate(packed, length));

            // Tables begin at multiples of four.
            sfnt.SetLength((sfnt.Length + 3) & ~3);
        }

        sfnt.Position = SfntHeaderBytes;
        sfnt.Write(directory);
        return sfnt.ToArray();
    }

    private static byte[] Header(uint flavour, int count)
    {
        var header = new byte[SfntHeaderBytes];
        var log = BitOperations.Log2((uint)Math.Max(1, count));
        BinaryPrimitives.WriteUInt32BigEndian(header, flavour);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)count);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)(SfntEntryBytes << log));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(8), (ushort)log);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)((count << 4) - (SfntEntryBytes << log)));
        return header;
    }

    private static byte[] Inflate(ReadOnlySpan<byte> packed, int length)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        var table = new byte[length];
        zlib.ReadExactly(table);
        return table;
    }
}
