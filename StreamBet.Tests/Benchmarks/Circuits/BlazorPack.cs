using System.Buffers.Binary;
using System.Text;

namespace StreamBet.Tests.Benchmarks.Circuits;

/// <summary>Writes one message of the protocol between a page and its circuit: MessagePack, with its length in front.</summary>
internal sealed class PackWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>A call that the server answers if it has an id.</summary>
    public static byte[] Call(string? id, string method, params object?[] arguments)
    {
        var writer = new PackWriter();
        writer.Array(6);
        writer.Write(1L);
        writer._bytes.Add(0x80);
        writer.Write(id);
        writer.Write(method);
        writer.Array(arguments.Length);
        foreach (var argument in arguments)
            writer.Write(argument);
        writer.Array(0);
        return writer.Framed();
    }

    /// <summary>A sign of life.</summary>
    public static byte[] Ping() => [2, 0x91, 6];

    private void Array(int length) => _bytes.Add((byte)(0x90 | length));

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _bytes.Add(0xC0);
                break;
            case bool flag:
                _bytes.Add(flag ? (byte)0xC3 : (byte)0xC2);
                break;
            case long number:
                _bytes.Add(0xD3);
                Span<byte> eight = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(eight, number);
                _bytes.AddRange(eight);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                _bytes.Add(0xDB);
                Span<byte> four = stackalloc byte[4];
                BinaryPrimitives.WriteInt32BigEndian(four, utf8.Length);
                _bytes.AddRange(four);
                _bytes.AddRange(utf8);
                break;
            default:
                throw new ArgumentException($"A {value.GetType()} is never sent.", nameof(value));
        }
    }

    private byte[] Framed()
    {
        List<byte> head = [];
        var rest = _bytes.Count;
        for (; rest > 0x7F; rest >>= 7)
            head.Add((byte)(rest | 0x80));
        head.Add((byte)rest);
        return [.. head, .. _bytes];
    }
}

/// <summary>Reads one message of the protocol between a page and its circuit.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Takes the first whole message out of what has arrived.</summary>
    /// <returns>Its place; null until it is all there.</returns>
    public static (int Start, int Length)? Frame(ReadOnlySpan<byte> arrived)
    {
        var length = 0;
        for (var place = 0; place < Math.Min(5, arrived.Length); place++)
        {
            length |= (arrived[place] & 0x7F) << (7 * place);
            if ((arrived[place] & 0x80) == 0)
                return arrived.Length - place - 1 >= length ? (place + 1, length) : null;
        }

        return null;
    }

    /// <summary>How many items follow.</summary>
    public int Array() => Byte() switch
    {
        var kind when (kind & 0xF0) == 0x90 => kind & 0x0F,
        0xDC => (int)Big(2),
        var kind => throw Unexpected(kind),
    };

    /// <summary>An integer.</summary>
    public long Number() => Byte() switch
    {
        var kind and <= 0x7F => kind,
        var kind and >= 0xE0 => (sbyte)kind,
        0xCC => (long)Big(1),
        0xCD => (long)Big(2),
        0xCE => (long)Big(4),
        0xCF or 0xD3 => (long)Big(8),
        0xD0 => (sbyte)Big(1),
        0xD1 => (short)Big(2),
        0xD2 => (int)Big(4),
        var kind => throw Unexpected(kind),
    };

    /// <summary>Text, or bytes; nothing for null.</summary>
    public ReadOnlySpan<byte> Bytes() => Byte() switch
    {
        0xC0 => [],
        var kind when (kind & 0xE0) == 0xA0 => Take(kind & 0x1F),
        0xC4 or 0xD9 => Take((int)Big(1)),
        0xC5 or 0xDA => Take((int)Big(2)),
        0xC6 or 0xDB => Take((int)Big(4)),
        var kind => throw Unexpected(kind),
    };

    /// <summary>Text; empty for null.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Passes over a map without entries.</summary>
    public void Headers()
    {
        if (Byte() is var kind && kind != 0x80)
            throw Unexpected(kind);
    }

    private static InvalidDataException Unexpected(byte kind) => new($"A value of the kind 0x{kind:X2} was not expected here.");

    private byte Byte() => Take(1)[0];

    private ulong Big(int bytes)
    {
        var value = 0UL;
        foreach (var part in Take(bytes))
            value = (value << 8) | part;
        return value;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
