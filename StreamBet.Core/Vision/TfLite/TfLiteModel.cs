using System.Buffers.Binary;

namespace StreamBet.Core.Vision.TfLite;

/// <summary>The operations that can be translated, with their numbers in TFLite's schema.</summary>
internal enum TfLiteOperation
{
    Add = 0,
    Concatenation = 2,
    Conv2D = 3,
    DepthwiseConv2D = 4,
    Dequantize = 6,
    Reshape = 22,
}

/// <summary>A value of a TFLite graph.</summary>
/// <param name="Dimensions">Its dimensions; pictures have channels last.</param>
/// <param name="Reals">Its values if it is a floating-point constant, stored in single or half precision; otherwise
/// null.</param>
internal sealed record TfLiteTensor(int[] Dimensions, float[]? Reals);

/// <summary>A node of a TFLite graph; nodes are stored in execution order.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Inputs">The numbers of its input tensors.</param>
/// <param name="Output">The number of its output tensor.</param>
/// <param name="Options">Its options; null if all have their defaults.</param>
internal sealed record TfLiteNode(TfLiteOperation Operation, int[] Inputs, int Output, FlatTable? Options);

/// <summary>A TFLite model: its first graph with all constants. Field numbers are those of TFLite's schema.</summary>
internal sealed record TfLiteModel(
    IReadOnlyList<TfLiteTensor> Tensors, IReadOnlyList<TfLiteNode> Nodes, int Input, int[] Outputs)
{
    private const int FileIdentifierAt = 4;

    private enum ElementType
    {
        Float32 = 0,
        Float16 = 1,
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a TFLite model, or it contains something
    /// unsupported.</exception>
    public static TfLiteModel Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < 2 * FileIdentifierAt || !file.Span.Slice(FileIdentifierAt, 4).SequenceEqual("TFL3"u8))
            throw new InvalidDataException("This is no TFLite model.");
        try
        {
            var model = FlatTable.Root(file);
            var operations = model.Tables(1).Select(ToOperation).ToArray();
            var buffers = model.Tables(4);
            var graph = model.Tables(2)[0];
            return new TfLiteModel(
                [.. graph.Tables(0).Select(tensor => ToTensor(tensor, buffers))],
                [.. graph.Tables(3).Select(node => ToNode(node, operations))],
                graph.Ints(1)[0],
                graph.Ints(2));
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("This is no TFLite model that can be read.", fault);
        }
    }

    /// <summary>Operation numbers that fit are also in the older one-byte field; the larger of the two fields is
    /// valid.</summary>
    private static TfLiteOperation ToOperation(FlatTable code) => (TfLiteOperation)Math.Max(code.Byte(0), code.Int(3));

    private static TfLiteNode ToNode(FlatTable node, TfLiteOperation[] operations) =>
        new(operations[node.Int(0)], node.Ints(1), node.Ints(2)[0], node.Table(4));

    private static TfLiteTensor ToTensor(FlatTable tensor, FlatTable[] buffers)
    {
        var bytes = buffers[tensor.Int(2)].Bytes(0);
        var reals = (ElementType)tensor.Byte(1) switch
        {
            _ when bytes.IsEmpty => null,
            ElementType.Float32 => ReadReals(bytes, sizeof(float), BinaryPrimitives.ReadSingleLittleEndian),
            ElementType.Float16 => ReadReals(
                bytes, sizeof(ushort), half => (float)BinaryPrimitives.ReadHalfLittleEndian(half)),
            _ => null,
        };
        return new TfLiteTensor(tensor.Ints(0), reals);
    }

    private static float[] ReadReals(ReadOnlySpan<byte> bytes, int length, Func<ReadOnlySpan<byte>, float> read)
    {
        var reals = new float[bytes.Length / length];
        for (var i = 0; i < reals.Length; i++)
            reals[i] = read(bytes.Slice(i * length, length));
        return reals;
    }
}
