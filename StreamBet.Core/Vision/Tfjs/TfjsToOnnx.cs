using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Translates a TFJS graph model to ONNX, so that ONNX Runtime can run it in this process.</summary>
/// <remarks>TFJS stores pictures with channels last, but ONNX's picture operators need them first. Each value records
/// its layout, so that a transposition is written only where two operators differ.</remarks>
internal sealed class TfjsToOnnx
{
    private readonly TfjsModel _model;
    private readonly Dictionary<string, OnnxValue> _values = [];
    private readonly HashSet<string> _begun = [];

    private TfjsToOnnx(TfjsModel model) => _model = model;

    /// <summary>The graph under construction.</summary>
    public OnnxGraph Graph { get; } = new();

    /// <summary>Translates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">The operations whose results are needed, in the order of the ONNX model's outputs.</param>
    /// <param name="takesBytes">Whether the model's input is bytes, which the model itself converts.</param>
    /// <returns>The bytes of an .onnx file.</returns>
    /// <exception cref="InvalidDataException">The model contains something unsupported; the message names
    /// it.</exception>
    public static byte[] Translate(TfjsModel model, IReadOnlyList<string> outputs, bool takesBytes)
    {
        var translation = new TfjsToOnnx(model);
        translation.AddInputs(takesBytes);
        foreach (var output in outputs)
            translation.AddOutput(output);
        return translation.Graph.ToModel();
    }

    /// <summary>The value with this input name: <c>name</c>, <c>name:0</c> or <c>name:1</c>.</summary>
    public OnnxValue Find(string input)
    {
        var (name, result) = Split(input);
        if (!_values.ContainsKey(name))
            Translate(name);
        return _values.TryGetValue(Key(name, result), out var value)
            ? value
            : throw new InvalidDataException($"The model uses {input}, and {name} does not give that result.");
    }

    /// <summary>The node with this name; null if there is none.</summary>
    public TfjsNode? FindNode(string input) => _model.Nodes.GetValueOrDefault(Split(input).Name);

    /// <summary>The floating-point scalar in the constant with this name; null if there is no such scalar.</summary>
    public float? FindScalar(string input) =>
        _model.Constants.TryGetValue(Split(input).Name, out var constant) && constant is { IsReal: true, Length: 1 }
            ? constant.Reals[0]
            : null;

    /// <summary>Sets the value in the ONNX graph that is a node's result.</summary>
    public void Define(TfjsNode node, string name, Layout layout = Layout.Declared, int result = 0) =>
        _values[Key(node.Name, result)] = new OnnxValue(name, layout);

    /// <summary>Sets a constant, already computed, as a node's result.</summary>
    public void Define(TfjsNode node, TfjsConstant constant) => _values[node.Name] = new OnnxValue(constant);

    /// <summary>The name of a value in its current layout.</summary>
    public string AsIs(OnnxValue value)
    {
        if (value.Constant is not { } constant)
            return value.Name!;
        return value.Name ??= constant.IsReal
            ? Graph.Constant(constant.Reals, constant.Dimensions)
            : Graph.Constant(constant.Numbers, constant.Dimensions);
    }

    /// <summary>The name of a value in the declared layout.</summary>
    public string AsDeclared(OnnxValue value) => value.Layout == Layout.Declared
        ? AsIs(value)
        : value.Transposed ??= Graph.Add("Transpose", [AsIs(value)], OnnxAttribute.Numbers("perm", 0, 2, 3, 1));

    /// <summary>The name of a value with channels first.</summary>
    public string ChannelsFirst(OnnxValue value) => value.Layout == Layout.ChannelsFirst
        ? AsIs(value)
        : value.Transposed ??= Graph.Add("Transpose", [AsIs(value)], OnnxAttribute.Numbers("perm", 0, 3, 1, 2));

    /// <summary>Adapts a constant declared with channels last, of rank up to 4, to values with channels
    /// first.</summary>
    public string ChannelsFirst(TfjsConstant constant)
    {
        if (constant.Length == 1)
            return constant.IsReal ? Graph.Constant(constant.Reals) : Graph.Constant(constant.Numbers);
        if (constant.Dimensions.Length > 4)
            throw new InvalidDataException($"The constant {constant.Name} has more than four dimensions.");

        long[] shape = [.. Enumerable.Repeat(1L, 4 - constant.Dimensions.Length), .. constant.Dimensions];
        var (pictures, pixels, channels) = (shape[0], shape[1] * shape[2], shape[3]);
        var source = constant.Reals;
        var values = new float[source.Length];
        var next = 0;
        for (var picture = 0L; picture < pictures; picture++)
        {
            for (var channel = 0L; channel < channels; channel++)
            {
                for (var pixel = 0L; pixel < pixels; pixel++)
                    values[next++] = source[(((picture * pixels) + pixel) * channels) + channel];
            }
        }

        return Graph.Constant(values, [pictures, channels, shape[1], shape[2]]);
    }

    private void AddInputs(bool takesBytes)
    {
        foreach (var node in _model.Nodes.Values.Where(node => node.Operation == "Placeholder"))
        {
            if (node.DataType("dtype") != "DT_FLOAT")
                throw node.Fault("is an input of another type than real numbers");
            Graph.AddInput(node.Name, takesBytes ? OnnxType.UInt8 : OnnxType.Float, node.Shape());
            Define(node, takesBytes
                ? Graph.Add("Cast", [node.Name], OnnxAttribute.Number("to", (long)OnnxType.Float))
                : node.Name);
        }
    }

    private void AddOutput(string output) =>
        Graph.AddOutput($"{output}/out", AsDeclared(Find(output)), OnnxType.Float);

    /// <summary>Translates a node after its inputs: the file lists nodes in no particular order.</summary>
    private void Translate(string name)
    {
        var node = FindNode(name) ?? throw new InvalidDataException($"The model uses {name}, and does not hold it.");
        if (!_begun.Add(name))
            throw node.Fault("reads its own result");

        if (node.Operation == "Const")
        {
            Define(node, _model.Constants.TryGetValue(name, out var constant)
                ? constant
                : throw node.Fault("has no weights"));
            return;
        }

        if (HardSwish.TryTranslate(this, node))
            return;
        if (!TfjsOperators.All.TryGetValue(node.Operation, out var translate))
            throw node.Fault("is an operation that is not supported");

        OnnxValue[] inputs = [.. node.Inputs.Select(Find)];
        try
        {
            translate(this, node, inputs);
        }
        catch (IndexOutOfRangeException fault)
        {
            throw new InvalidDataException(node.Fault("has too few inputs or settings").Message, fault);
        }
    }

    private static (string Name, int Result) Split(string input)
    {
        var colon = input.LastIndexOf(':');
        return colon > 0 && int.TryParse(input.AsSpan(colon + 1), out var result)
            ? (input[..colon], result)
            : (input, 0);
    }

    private static string Key(string name, int result) => result == 0 ? name : $"{name}:{result}";
}
