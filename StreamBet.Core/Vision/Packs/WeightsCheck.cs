namespace StreamBet.Core.Vision.Packs;

/// <summary>Looks through the bytes of an .onnx file, a protobuf message, for weights that lie in other files. Such files
/// would not be in the pack's digest and could lie anywhere.</summary>
internal static class WeightsCheck
{
    private const int MaxDepth = 32;
    private const int DataLocation = 14;
    private const int ExternalData = 13;

    private enum Part
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        SparseTensor,
        Function,
    }

    /// <summary>Whether the file has a graph and holds all its weights itself.</summary>
    /// <exception cref="InvalidDataException">It is not an .onnx file.</exception>
    public static bool HasAll(ReadOnlySpan<byte> model)
    {
        var hasGraph = false;
        var all = Walk(model, Part.Model, 0, ref hasGraph);
        return hasGraph ? all : throw Damaged();
    }

    // The field numbers are those of the format's schema (onnx.proto3).
    private static Part? Inside(Part part, int field) => (part, field) switch
    {
        (Part.Model, 7) => Part.Graph,
        (Part.Model, 25) => Part.Function,
        (Part.Graph, 1) or (Part.Function, 7) => Part.Node,
        (Part.Graph, 5) or (Part.Attribute, 5 or 10) or (Part.SparseTensor, 1 or 2) => Part.Tensor,
        (Part.Graph, 15) or (Part.Attribute, 22 or 23) => Part.SparseTensor,
        (Part.Node, 5) or (Part.Function, 11) => Part.Attribute,
        (Part.Attribute, 6 or 11) => Part.Graph,
        _ => null,
    };

    private static bool Walk(ReadOnlySpan<byte> message, Part part, int depth, ref bool hasGraph)
    {
        if (depth > MaxDepth)
            throw Damaged();
        var all = true;
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            var (field, wire) = ((int)(tag >> 3), (int)(tag & 7));
            switch (wire)
            {
                case 0:
                    var value = Varint(ref message);
                    all &= part != Part.Tensor || field != DataLocation || value == 0;
                    break;
                case 1:
                    Cut(ref message, sizeof(ulong));
                    break;
                case 2:
                    var content = Cut(ref message, Varint(ref message));
                    all &= part != Part.Tensor || field != ExternalData;
                    hasGraph |= (part, field) == (Part.Model, 7);
                    if (Inside(part, field) is { } inner)
                        all &= Walk(content, inner, depth + 1, ref hasGraph);
                    break;
                case 5:
                    Cut(ref message, sizeof(uint));
                    break;
                default:
                    throw Damaged();
            }
        }

        return all;
    }

    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> message, ulong length)
    {
        if (length > (ulong)message.Length)
            throw Damaged();
        var cut = message[..(int)length];
        message = message[(int)length..];
        return cut;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        const int longest = 10;
        var value = 0UL;
        for (var i = 0; i < longest && i < message.Length; i++)
        {
            value |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] >= 0x80)
                continue;
            message = message[(i + 1)..];
            return value;
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("It is not an .onnx file, or it is damaged.");
}
