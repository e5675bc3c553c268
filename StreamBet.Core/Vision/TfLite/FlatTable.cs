using System.Buffers.Binary;

namespace StreamBet.Core.Vision.TfLite;

/// <summary>A table of a FlatBuffers file, the format of TFLite models. A table starts with an offset back to the list
/// of its fields' positions; fields with default values are omitted.</summary>
internal readonly struct FlatTable
{
    private const int IntLength = sizeof(int);

    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _at;

    private FlatTable(ReadOnlyMemory<byte> file, int at) => (_file, _at) = (file, at);

    /// <summary>The root table of a file.</summary>
    /// <exception cref="InvalidDataException">The file is too short.</exception>
    public static FlatTable Root(ReadOnlyMemory<byte> file) => new(file, new FlatTable(file, 0).Follow(0));

    /// <summary>A one-byte field.</summary>
    public byte Byte(int field, byte otherwise = 0) => Find(field) is { } at ? Slice(at, 1)[0] : otherwise;

    /// <summary>A four-byte field.</summary>
    public int Int(int field, int otherwise = 0) => Find(field) is { } at ? IntAt(at) : otherwise;

    /// <summary>A table field; null if omitted.</summary>
    public FlatTable? Table(int field) => Find(field) is { } at ? new FlatTable(_file, Follow(at)) : null;

    /// <summary>A field with a list of tables; empty if omitted.</summary>
    public FlatTable[] Tables(int field)
    {
        var (start, count) = List(field, IntLength);
        var tables = new FlatTable[count];
        for (var i = 0; i < count; i++)
            tables[i] = new FlatTable(_file, Follow(start + (i * IntLength)));
        return tables;
    }

    /// <summary>A field with a list of integers; empty if omitted.</summary>
    public int[] Ints(int field)
    {
        var (start, count) = List(field, IntLength);
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = IntAt(start + (i * IntLength));
        return numbers;
    }

    /// <summary>A field with a list of bytes; empty if omitted.</summary>
    public ReadOnlySpan<byte> Bytes(int field)
    {
        var (start, count) = List(field, 1);
        return Slice(start, count);
    }

    private (int Start, int Count) List(int field, int itemLength)
    {
        if (Find(field) is not { } at)
            return (0, 0);
        var list = Follow(at);
        var count = IntAt(list);
        _ = Slice(list + IntLength, checked(count * (long)itemLength));
        return (list + IntLength, count);
    }

    /// <summary>The position of a field; null if omitted.</summary>
    private int? Find(int field)
    {
        var fields = _at - IntAt(_at);
        var entry = (2 + field) * sizeof(ushort);
        if (entry >= ShortAt(fields))
            return null;
        var offset = ShortAt(fields + entry);
        return offset == 0 ? null : _at + offset;
    }

    /// <summary>The target of the offset stored at a position.</summary>
    private int Follow(int at) => checked(at + IntAt(at));

    private int IntAt(int at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(at, IntLength));

    private int ShortAt(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, sizeof(ushort)));

    private ReadOnlySpan<byte> Slice(int at, long length) =>
        at >= 0 && length >= 0 && at + length <= _file.Length
            ? _file.Span.Slice(at, (int)length)
            : throw new InvalidDataException("The model's file points outside of itself.");
}
