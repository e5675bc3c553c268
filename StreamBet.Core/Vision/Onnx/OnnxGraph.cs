using System.Runtime.InteropServices;

namespace StreamBet.Core.Vision.Onnx;

/// <summary>Element types of ONNX tensors, by their number in the format.</summary>
internal enum OnnxType
{
    Float = 1,
    UInt8 = 2,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
}

/// <summary>Builds an ONNX model. The numbers are the field numbers of the format's schema (onnx.proto3).</summary>
internal sealed class OnnxGraph
{
    private const int OperatorSet = 17;
    private const int FormatVersion = 8;

    private readonly List<ProtobufWriter> _nodes = [];
    private readonly List<ProtobufWriter> _constants = [];
    private readonly List<ProtobufWriter> _inputs = [];
    private readonly List<ProtobufWriter> _outputs = [];
    private int _names;

    /// <summary>Adds an operator with one result; returns the result's name.</summary>
    public string Add(string operation, IReadOnlyList<string> inputs, params OnnxAttribute[] attributes) =>
        AddMany(operation, inputs, 1, attributes)[0];

    /// <summary>Adds an operator with several results; returns their names.</summary>
    public string[] AddMany(
        string operation, IReadOnlyList<string> inputs, int results, params OnnxAttribute[] attributes)
    {
        var names = new string[results];
        for (var i = 0; i < results; i++)
            names[i] = NewName(operation);
        AddNode(operation, inputs, names, attributes);
        return names;
    }

    /// <summary>Adds a floating-point constant; without dimensions it is a scalar.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> dimensions) =>
        Constant(OnnxType.Float, MemoryMarshal.AsBytes(values), dimensions);

    /// <summary>Adds a constant of 32-bit integers; without dimensions it is a scalar.</summary>
    public string Constant(ReadOnlySpan<int> values, params ReadOnlySpan<long> dimensions) =>
        Constant(OnnxType.Int32, MemoryMarshal.AsBytes(values), dimensions);

    /// <summary>Adds a floating-point scalar.</summary>
    public string Scalar(float value) => Constant([value]);

    /// <summary>Adds a list of 64-bit integers, as operators expect for axes, shapes and ranges.</summary>
    public string List(params ReadOnlySpan<long> values) =>
        Constant(OnnxType.Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    /// <summary>Declares an input of the model.</summary>
    public void AddInput(string name, OnnxType type, IReadOnlyList<long> dimensions) =>
        _inputs.Add(Describe(name, type, dimensions));

    /// <summary>Declares a value as an output of the model, under its own name.</summary>
    public void AddOutput(string name, string value, OnnxType type)
    {
        AddNode("Identity", [value], [name], []);
        _outputs.Add(Describe(name, type, null));
    }

    /// <summary>The model as the bytes of an .onnx file.</summary>
    public byte[] ToModel()
    {
        var graph = new ProtobufWriter();
        _nodes.ForEach(node => graph.Message(1, node));
        graph.Text(2, "model");
        _constants.ForEach(constant => graph.Message(5, constant));
        _inputs.ForEach(input => graph.Message(11, input));
        _outputs.ForEach(output => graph.Message(12, output));
        var operatorSet = new ProtobufWriter().Text(1, "").Number(2, OperatorSet);
        return new ProtobufWriter()
            .Number(1, FormatVersion).Text(2, "StreamBet").Message(7, graph).Message(8, operatorSet)
            .Written.ToArray();
    }

    private void AddNode(
        string operation, IReadOnlyList<string> inputs, string[] results, OnnxAttribute[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
            node.Text(1, input);
        foreach (var result in results)
            node.Text(2, result);
        node.Text(3, results[0]).Text(4, operation);
        foreach (var attribute in attributes)
            node.Message(5, attribute.Message);
        _nodes.Add(node);
    }

    private string Constant(OnnxType type, ReadOnlySpan<byte> values, ReadOnlySpan<long> dimensions)
    {
        var name = NewName("constant");
        var tensor = new ProtobufWriter();
        foreach (var dimension in dimensions)
            tensor.Number(1, dimension);
        _constants.Add(tensor.Number(2, (int)type).Text(8, name).Bytes(9, values));
        return name;
    }

    private static ProtobufWriter Describe(string name, OnnxType type, IReadOnlyList<long>? dimensions)
    {
        var tensor = new ProtobufWriter().Number(1, (int)type);
        if (dimensions is not null)
        {
            var shape = new ProtobufWriter();
            foreach (var dimension in dimensions)
                shape.Message(1, new ProtobufWriter().Number(1, dimension));
            tensor.Message(2, shape);
        }

        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }

    private string NewName(string hint) => $"{hint}_{_names++}";
}

/// <summary>An attribute of an ONNX operator.</summary>
internal readonly struct OnnxAttribute
{
    private OnnxAttribute(ProtobufWriter message) => Message = message;

    /// <summary>The attribute as a protobuf message.</summary>
    public ProtobufWriter Message { get; }

    public static OnnxAttribute Real(string name, float value) =>
        new(new ProtobufWriter().Text(1, name).Real(2, value).Number(20, 1));

    public static OnnxAttribute Number(string name, long value) =>
        new(new ProtobufWriter().Text(1, name).Number(3, value).Number(20, 2));

    public static OnnxAttribute Text(string name, string value) =>
        new(new ProtobufWriter().Text(1, name).Text(4, value).Number(20, 3));

    public static OnnxAttribute Tensor(string name, ProtobufWriter value) =>
        new(new ProtobufWriter().Text(1, name).Message(5, value).Number(20, 4));

    public static OnnxAttribute Numbers(string name, params ReadOnlySpan<long> values)
    {
        var message = new ProtobufWriter().Text(1, name);
        foreach (var value in values)
            message.Number(8, value);
        return new OnnxAttribute(message.Number(20, 7));
    }
}
