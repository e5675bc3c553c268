namespace StreamBet.Core.Vision.Onnx;

/// <summary>An operator of a model that was read from a file. The numbers are the field numbers of the format's
/// schema.</summary>
internal sealed class OnnxNode
{
    private OnnxNode(ReadOnlyMemory<byte> bytes, string operation, string[] inputs, string[] outputs) =>
        (Bytes, Operation, Inputs, Outputs) = (bytes, operation, inputs, outputs);

    /// <summary>The operator as a message.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What it does.</summary>
    public string Operation { get; }

    /// <summary>The names of its inputs.</summary>
    public string[] Inputs { get; }

    /// <summary>The names of its results.</summary>
    public string[] Outputs { get; }

    /// <summary>Reads an operator.</summary>
    /// <exception cref="InvalidDataException">The message is invalid.</exception>
    public static OnnxNode Read(ReadOnlyMemory<byte> bytes)
    {
        var fields = ProtobufReader.Read(bytes).ToList();
        return new OnnxNode(
            bytes,
            fields.Find(field => field.Number == 4) is { Number: 4 } operation ? operation.Text : "",
            [.. fields.Where(field => field.Number == 1).Select(field => field.Text)],
            [.. fields.Where(field => field.Number == 2).Select(field => field.Text)]);
    }

    /// <summary>Makes an operator with one result.</summary>
    public static OnnxNode Make(string operation, string[] inputs, string output, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (var attribute in attributes)
            node.Message(5, attribute.Message);
        return new OnnxNode(node.Written.ToArray(), operation, inputs, [output]);
    }

    /// <summary>A number that is an attribute; null if there is none of that name.</summary>
    public float? Real(string name) => Attribute(name, 2) is { Number: 2 } field ? field.Real : null;

    /// <summary>The tensor that a constant is; null for other operators.</summary>
    public OnnxTensor? ToTensor() =>
        Operation == "Constant" && Attribute("value", 5) is { Number: 5 } field
            ? OnnxTensor.Read(field.Bytes) with { Name = Outputs[0] }
            : null;

    private ProtobufField Attribute(string name, int kind) => ProtobufReader.Read(Bytes)
        .Where(field => field.Number == 5)
        .Select(field => ProtobufReader.Read(field.Bytes).ToList())
        .Where(fields => fields.Exists(field => field.Number == 1 && field.Text == name))
        .SelectMany(fields => fields)
        .FirstOrDefault(field => field.Number == kind);
}

/// <summary>A constant's shape and, if it is a single number, its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Its shape.</param>
/// <param name="Only">Its value; null if it has several or is no floating-point number.</param>
internal sealed record OnnxTensor(string Name, IReadOnlyList<long> Dimensions, float? Only)
{
    /// <summary>Reads a tensor.</summary>
    /// <exception cref="InvalidDataException">The message is invalid.</exception>
    public static OnnxTensor Read(ReadOnlyMemory<byte> bytes)
    {
        var fields = ProtobufReader.Read(bytes).ToList();
        var isReal = fields.Exists(field => field.Number == 2 && field.Value == (int)OnnxType.Float);
        var values = fields.Find(field => field.Number is 4 or 9);
        return new OnnxTensor(
            fields.Find(field => field.Number == 8) is { Number: 8 } name ? name.Text : "",
            [.. fields.Where(field => field.Number == 1).Select(field => field.Value)],
            isReal && values.Bytes.Length == sizeof(float) ? values.Real : null);
    }
}
