using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StreamBet.Core.Vision.Onnx;

/// <summary>Writes one protobuf message, field by field. ONNX files are protobuf messages, and the few field kinds they
/// need do not warrant a package with a code generator.</summary>
internal sealed class ProtobufWriter
{
    private const int FixedBytes = 4;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    private enum Wire
    {
        Varint = 0,
        LengthDelimited = 2,
        Fixed32 = 5,
    }

    /// <summary>The bytes written so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Writes an integer.</summary>
    public ProtobufWriter Number(int field, long value)
    {
        Tag(field, Wire.Varint);
        Varint((ulong)value);
        return this;
    }

    /// <summary>Writes a single-precision number.</summary>
    public ProtobufWriter Real(int field, float value)
    {
        Tag(field, Wire.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(FixedBytes), value);
        _bytes.Advance(FixedBytes);
        return this;
    }

    /// <summary>Writes bytes, preceded by their length.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Wire.LengthDelimited);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Writes text as UTF-8.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a message inside this one.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    private void Tag(int field, Wire wire) => Varint(((ulong)field << 3) | (uint)wire);

    private void Varint(ulong value)
    {
        const int longest = 10;
        var room = _bytes.GetSpan(longest);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
