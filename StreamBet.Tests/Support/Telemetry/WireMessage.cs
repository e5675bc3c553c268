using System.Buffers.Binary;
using System.Text;

namespace StreamBet.Tests.Support.Telemetry;

/// <summary>A message of Protocol Buffers, read without its schema: its fields by their numbers.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public WireMessage(ReadOnlyMemory<byte> message)
    {
        var left = message;
        while (!left.IsEmpty)
        {
            var key = Varint(ref left);
            var (number, kind) = ((int)(key >> 3), key & 7);
            switch (kind)
            {
                case 0:
                    _fields.Add((number, Varint(ref left), default));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref left, 8).Span), default));
                    break;
                case 2:
                    _fields.Add((number, 0, Take(ref left, (int)Varint(ref left))));
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref left, 4).Span), default));
                    break;
                default:
                    throw new InvalidDataException($"Field {number} is of the unknown kind {kind}.");
            }
        }
    }

    /// <summary>Every message in a field.</summary>
    public IEnumerable<WireMessage> All(int number) =>
        _fields.Where(field => field.Number == number).Select(field => new WireMessage(field.Bytes));

    /// <summary>The messages at the end of a path of fields.</summary>
    public IEnumerable<WireMessage> Within(params int[] path) =>
        path.Aggregate((IEnumerable<WireMessage>)[this], (messages, number) => messages.SelectMany(message => message.All(number)));

    public bool Has(int number) => _fields.Any(field => field.Number == number);

    public ulong Number(int number) => _fields.LastOrDefault(field => field.Number == number).Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Number(number));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number));

    private ReadOnlySpan<byte> Bytes(int number) => _fields.LastOrDefault(field => field.Number == number).Bytes.Span;

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> left, int count)
    {
        var taken = left[..count];
        left = left[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> left)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref left, 1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
