using System.Buffers.Binary;
using System.Text;

namespace StreamBet.Core.Vision.Onnx;

/// <summary>A field of a protobuf message.</summary>
/// <param name="Number">The field's number.</param>
/// <param name="Value">The value of an integer; 0 for others.</param>
/// <param name="Bytes">The bytes of text, of a message or of a fixed-size number; empty for an integer.</param>
/// <param name="IsInteger">Whether it is an integer.</param>
internal readonly record struct ProtobufField(int Number, long Value, ReadOnlyMemory<byte> Bytes, bool IsInteger)
{
    /// <summary>The bytes as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The four bytes as a single-precision number.</summary>
    /// <exception cref="InvalidDataException">It has another size.</exception>
    public float Real => Bytes.Length == sizeof(float)
        ? BinaryPrimitives.ReadSingleLittleEndian(Bytes.Span)
        : throw new InvalidDataException("A number has another size than its kind.");
}

/// <summary>Reads the fields of a protobuf message, the counterpart of <see cref="ProtobufWriter"/>.</summary>
internal static class ProtobufReader
{
    private const int MaxShift = 63;

    /// <summary>The fields of a message, in its order.</summary>
    /// <exception cref="InvalidDataException">It is no such message.</exception>
    public static IEnumerable<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = Varint(ref message);
            var number = (int)(tag >> 3);
            var field = (tag & 7) switch
            {
                0 => new ProtobufField(number, (long)Varint(ref message), default, IsInteger: true),
                1 => new ProtobufField(number, 0, Take(ref message, sizeof(double)), IsInteger: false),
                2 => new ProtobufField(number, 0, Take(ref message, Varint(ref message)), IsInteger: false),
                5 => new ProtobufField(number, 0, Take(ref message, sizeof(float)), IsInteger: false),
                _ => throw new InvalidDataException("The file holds a kind of field that is not known."),
            };
            yield return field;
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, ulong length)
    {
        if (length > (ulong)message.Length)
            throw new InvalidDataException("The file ends within a field.");
        var taken = message[..(int)length];
        message = message[(int)length..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        var bytes = message.Span;
        for (int i = 0, shift = 0; i < bytes.Length && shift <= MaxShift; i++, shift += 7)
        {
            value |= (ulong)(bytes[i] & 0x7F) << shift;
            if (bytes[i] < 0x80)
            {
                message = message[(i + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("The file ends within a number.");
    }
}
