using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Operations that move, select and join elements.</summary>
internal static class ShapeOperators
{
    public static readonly IReadOnlyDictionary<string, OperatorTranslation> All =
        new Dictionary<string, OperatorTranslation>
        {
            ["ConcatV2"] = Join,
            ["ExpandDims"] = (to, node, inputs) => to.Define(
                node,
                to.Graph.Add("Unsqueeze", [to.AsDeclared(inputs[0]), to.Graph.List(Constant(node, inputs[1]).Number)])),
            ["GatherV2"] = (to, node, inputs) => to.Define(
                node,
                to.Graph.Add(
                    "Gather", [to.AsDeclared(inputs[0]), to.AsDeclared(inputs[1])],
                    OnnxAttribute.Number("axis", Constant(node, inputs[2]).Number))),
            ["Reshape"] = (to, node, inputs) => to.Define(
                node,
                to.Graph.Add("Reshape", [to.AsDeclared(inputs[0]), to.Graph.List(Constant(node, inputs[1]).Longs)])),
            ["SparseToDense"] = Fill,
            ["SplitV"] = Split,
            ["StridedSlice"] = Slice,
            ["TopKV2"] = TakeLargest,
            ["Transpose"] = Transpose,
        };

    private static void Join(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        const int channels = 3;
        var axis = Constant(node, inputs[^1]).Number;
        var parts = inputs[..^1];
        if ((axis == channels || axis == -1) && parts.Any(part => part.Layout == Layout.ChannelsFirst))
        {
            to.Define(
                node,
                to.Graph.Add("Concat", [.. parts.Select(to.ChannelsFirst)], OnnxAttribute.Number("axis", 1)),
                Layout.ChannelsFirst);
            return;
        }

        to.Define(node, to.Graph.Add("Concat", [.. parts.Select(to.AsDeclared)], OnnxAttribute.Number("axis", axis)));
    }

    /// <summary>Supports only the empty form in the models, left by an earlier conversion: a list of one repeated
    /// value.</summary>
    private static void Fill(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        if (Constant(node, inputs[0]).Length != 0)
            throw node.Fault("places values, which is not supported");
        var length = Constant(node, inputs[1]).Number;
        var filling = Constant(node, inputs[3]).Number;
        to.Define(node, new TfjsConstant(node.Name, [length], [.. Enumerable.Repeat(filling, length)]));
    }

    private static void Split(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        var sizes = Constant(node, inputs[1]).Longs;
        var parts = to.Graph.AddMany(
            "Split", [to.AsDeclared(inputs[0]), to.Graph.List(sizes)], sizes.Length,
            OnnxAttribute.Number("axis", Constant(node, inputs[2]).Number));
        for (var i = 0; i < parts.Length; i++)
            to.Define(node, parts[i], result: i);
    }

    private static void Slice(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        string[] unsupported = ["ellipsis_mask", "new_axis_mask", "shrink_axis_mask"];
        if (unsupported.Any(mask => node.Number(mask) != 0))
            throw node.Fault("is a slice that adds or drops dimensions, which is not supported");
        var begins = Constant(node, inputs[1]).Longs;
        var ends = Constant(node, inputs[2]).Longs;
        var steps = Constant(node, inputs[3]).Longs;
        if (steps.Any(step => step <= 0))
            throw node.Fault("is a slice that runs backwards, which is not supported");

        // A set mask bit means that the slice is open on that side of that dimension.
        var axes = new long[begins.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = i;
            begins[i] = IsSet(node.Number("begin_mask"), i) ? 0 : begins[i];
            ends[i] = IsSet(node.Number("end_mask"), i) ? long.MaxValue : ends[i];
        }

        var graph = to.Graph;
        to.Define(
            node,
            graph.Add(
                "Slice",
                [to.AsDeclared(inputs[0]), graph.List(begins), graph.List(ends), graph.List(axes), graph.List(steps)]));
    }

    private static void TakeLargest(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        var results = to.Graph.AddMany(
            "TopK", [to.AsDeclared(inputs[0]), to.Graph.List(Constant(node, inputs[1]).Number)], 2);
        to.Define(node, results[0]);

        // ONNX returns 64-bit indices, but the following operations were written for 32 bits.
        to.Define(
            node,
            to.Graph.Add("Cast", [results[1]], OnnxAttribute.Number("to", (long)OnnxType.Int32)),
            result: 1);
    }

    /// <summary>Transpositions between the two layouts move no data: the value is only marked with its other
    /// layout.</summary>
    private static void Transpose(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        var order = Constant(node, inputs[1]).Longs;
        switch (order, inputs[0].Layout)
        {
            case ([0, 2, 3, 1], Layout.Declared):
                to.Define(node, to.AsIs(inputs[0]), Layout.ChannelsFirst);
                break;
            case ([0, 3, 1, 2], Layout.ChannelsFirst):
                to.Define(node, to.AsIs(inputs[0]));
                break;
            default:
                to.Define(
                    node, to.Graph.Add("Transpose", [to.AsDeclared(inputs[0])], OnnxAttribute.Numbers("perm", order)));
                break;
        }
    }

    private static bool IsSet(long mask, int bit) => ((mask >> bit) & 1) != 0;

    private static TfjsConstant Constant(TfjsNode node, OnnxValue value) =>
        value.Constant ?? throw node.Fault("takes a computed value where a constant is expected");
}
