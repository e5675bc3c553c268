using System.Buffers.Binary;

namespace StreamBet.Core.Media;

/// <summary>Cuts a tool's output into the JPEGs that it consists of, one at a time.</summary>
/// <param name="child">The tool.</param>
/// <param name="maxBytes">The limit on the size of one JPEG.</param>
internal sealed class JpegReader(ChildProcess child, int maxBytes)
{
    private const int SegmentHead = 4;
    private const byte StartOfScan = 0xda;

    private readonly byte[] _buffer = new byte[maxBytes];
    private int _length;

    /// <summary>The next JPEG; null at the end of the output. A tool that writes something else, or a larger picture, is
    /// stopped.</summary>
    public async ValueTask<byte[]?> ReadAsync()
    {
        while (true)
        {
            if (LengthOf(_buffer.AsSpan(0, _length)) is { } length)
                return Take(length);
            if (_length == _buffer.Length)
            {
                child.Stop(StopReason.SaidTooMuch);
                return null;
            }

            var read = await child.ReadSomeAsync(_buffer.AsMemory(_length));
            if (read == 0)
                return null;
            _length += read;
        }
    }

    private byte[] Take(int length)
    {
        var jpeg = _buffer[..length];
        _buffer.AsSpan(length, _length - length).CopyTo(_buffer);
        _length -= length;
        return jpeg;
    }

    // The segments up to the scan say how long they are; in the scan no marker but its end has this value (ITU-T T.81,
    // B.1.1). Null when the bytes do not hold a whole picture yet.
    private static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; at + SegmentHead <= bytes.Length;)
        {
            var next = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (bytes[at + 1] == StartOfScan)
            {
                var end = next < bytes.Length ? bytes[next..].IndexOf([(byte)0xff, (byte)0xd9]) : -1;
                return end < 0 ? null : next + end + 2;
            }

            at = next;
        }

        return null;
    }
}
