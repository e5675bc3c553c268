using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Element-wise operations.</summary>
internal static class ArithmeticOperators
{
    /// <summary>The two models divide only indices, which are never negative, so ONNX's truncating division and
    /// remainder equal TFJS's flooring ones.</summary>
    public static readonly IReadOnlyDictionary<string, OperatorTranslation> All =
        new Dictionary<string, OperatorTranslation>
        {
            ["Identity"] = Unary("Identity"),
            ["Relu"] = Unary("Relu"),
            ["Sigmoid"] = Unary("Sigmoid"),
            ["Relu6"] = (to, node, inputs) => to.Define(node, Relu6(to, to.AsIs(inputs[0])), inputs[0].Layout),
            ["LeakyRelu"] = (to, node, inputs) => to.Define(
                node,
                to.Graph.Add("LeakyRelu", [to.AsIs(inputs[0])], OnnxAttribute.Real("alpha", node.Real("alpha"))),
                inputs[0].Layout),
            ["Cast"] = Cast,
            ["Add"] = Add,
            ["AddV2"] = Add,
            ["Sub"] = Binary("Sub"),
            ["Mul"] = Binary("Mul"),
            ["Equal"] = Binary("Equal"),
            ["FloorDiv"] = Binary("Div"),
            ["FloorMod"] = Binary("Mod"),
        };

    public static string Relu6(TfjsToOnnx to, string value) =>
        to.Graph.Add("Clip", [value, to.Graph.Scalar(0), to.Graph.Scalar(6)]);

    private static OperatorTranslation Unary(string operation) => (to, node, inputs) =>
        to.Define(node, to.Graph.Add(operation, [to.AsIs(inputs[0])]), inputs[0].Layout);

    private static OperatorTranslation Binary(string operation) => (to, node, inputs) =>
    {
        // If the operands' layouts differ, or all are as declared, the result has the declared layout.
        var channelsFirst = inputs.Any(input => input.Constant is null)
            && inputs.All(input => input.Constant is not null || input.Layout == Layout.ChannelsFirst);
        string Operand(OnnxValue input) => channelsFirst ? First(to, input) : to.AsDeclared(input);
        to.Define(
            node,
            to.Graph.Add(operation, [.. inputs.Select(Operand)]),
            channelsFirst ? Layout.ChannelsFirst : Layout.Declared);
    };

    private static string First(TfjsToOnnx to, OnnxValue value) =>
        value.Constant is { } constant ? to.ChannelsFirst(constant) : to.ChannelsFirst(value);

    /// <summary>Computes sums of integer constants right away, because other operations need them as
    /// constants.</summary>
    private static void Add(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        if (inputs is not [{ Constant: { IsReal: false } left }, { Constant: { IsReal: false } right }])
        {
            Binary("Add")(to, node, inputs);
            return;
        }

        if (left.Length != right.Length)
            throw node.Fault("adds constants of different lengths");
        int[] sums = [.. left.Numbers.Zip(right.Numbers, (first, second) => first + second)];
        to.Define(node, new TfjsConstant(node.Name, left.Dimensions, sums));
    }

    private static void Cast(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        var type = node.DataType("DstT") switch
        {
            "DT_FLOAT" => OnnxType.Float,
            "DT_INT32" => OnnxType.Int32,
            var other => throw node.Fault($"casts to the unsupported type {other}"),
        };
        to.Define(
            node, to.Graph.Add("Cast", [to.AsIs(inputs[0])], OnnxAttribute.Number("to", (long)type)), inputs[0].Layout);
    }
}
