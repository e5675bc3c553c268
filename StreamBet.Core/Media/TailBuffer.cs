using System.Text;

namespace StreamBet.Core.Media;

/// <summary>Keeps the last bytes of a stream of any length.</summary>
internal sealed class TailBuffer(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private long _count;

    /// <summary>Adds the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            _bytes[_count++ % capacity] = value;
    }

    /// <summary>The kept bytes, decoded as UTF-8.</summary>
    public override string ToString()
    {
        var length = (int)Math.Min(_count, capacity);
        var start = (int)((_count - length) % capacity);
        var tail = new byte[length];
        for (var i = 0; i < length; i++)
            tail[i] = _bytes[(start + i) % capacity];
        return Encoding.UTF8.GetString(tail);
    }
}
