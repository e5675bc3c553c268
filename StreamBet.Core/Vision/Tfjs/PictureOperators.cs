using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>Operations on the pixels of pictures: convolution, pooling, scaling and padding.</summary>
internal static class PictureOperators
{
    public static readonly IReadOnlyDictionary<string, OperatorTranslation> All =
        new Dictionary<string, OperatorTranslation>
        {
            ["Conv2D"] = (to, node, inputs) => Convolve(to, node, inputs, Full),
            ["_FusedConv2D"] = (to, node, inputs) => Convolve(to, node, inputs, Full),
            ["DepthwiseConv2dNative"] = (to, node, inputs) => Convolve(to, node, inputs, Depthwise),
            ["FusedDepthwiseConv2dNative"] = (to, node, inputs) => Convolve(to, node, inputs, Depthwise),
            ["MaxPool"] = PoolMaximum,
            ["Mean"] = Average,
            ["ResizeBilinear"] = Resize,
            ["Pad"] = (to, node, inputs) => Pad(to, node, inputs, 0),
            ["PadV2"] = (to, node, inputs) => Pad(to, node, inputs, Constant(node, inputs[2]).Reals[0]),
        };

    /// <summary>Kernels in ONNX's order, with the number of groups into which the input channels are split.</summary>
    private sealed record Kernels(float[] Values, long[] Dimensions, long Groups);

    private static void Convolve(
        TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs, Func<TfjsConstant, Kernels> arrange)
    {
        if (node.Text("data_format") != "NHWC")
            throw node.Fault("does not have its channels last");
        var source = Constant(node, inputs[1]);
        if (source.Dimensions.Length != 4)
            throw node.Fault("has kernels that do not have four dimensions");
        var kernels = arrange(source);
        var after = node.Texts("fused_ops");
        List<string> operands =
            [to.ChannelsFirst(inputs[0]), to.Graph.Constant(kernels.Values, kernels.Dimensions)];
        if (after is ["BiasAdd", ..])
            operands.Add(to.AsIs(inputs[2]));

        var result = to.Graph.Add(
            "Conv", operands,
            OnnxAttribute.Numbers("kernel_shape", kernels.Dimensions[2], kernels.Dimensions[3]),
            HeightAndWidth(node, "strides", "strides"),
            HeightAndWidth(node, "dilations", "dilations"),
            OnnxAttribute.Number("group", kernels.Groups),
            Padding(node));
        foreach (var activation in after.Where(step => step != "BiasAdd"))
        {
            result = activation switch
            {
                "Relu" => to.Graph.Add("Relu", [result]),
                "Relu6" => ArithmeticOperators.Relu6(to, result),
                _ => throw node.Fault($"is fused with {activation}, which is not supported"),
            };
        }

        to.Define(node, result, Layout.ChannelsFirst);
    }

    /// <summary>Height, width, input, output -> output, input, height, width.</summary>
    private static Kernels Full(TfjsConstant source)
    {
        var (inputs, outputs) = (source.Dimensions[2], source.Dimensions[3]);
        return new Kernels(
            Rearrange(source, (input, output) => (output * inputs) + input),
            [outputs, inputs, source.Dimensions[0], source.Dimensions[1]],
            1);
    }

    /// <summary>Height, width, channel, multiplier -> channel * multiplier, 1, height, width.</summary>
    private static Kernels Depthwise(TfjsConstant source)
    {
        var (channels, multiplier) = (source.Dimensions[2], source.Dimensions[3]);
        return new Kernels(
            Rearrange(source, (channel, copy) => (channel * multiplier) + copy),
            [channels * multiplier, 1, source.Dimensions[0], source.Dimensions[1]],
            channels);
    }

    /// <summary>Moves the last two dimensions to the front, as the plane number computed from them.</summary>
    private static float[] Rearrange(TfjsConstant source, Func<long, long, long> plane)
    {
        var (third, fourth) = (source.Dimensions[2], source.Dimensions[3]);
        var taps = source.Dimensions[0] * source.Dimensions[1];
        var values = new float[source.Length];
        for (var tap = 0L; tap < taps; tap++)
        {
            for (var i = 0L; i < third; i++)
            {
                for (var j = 0L; j < fourth; j++)
                    values[(plane(i, j) * taps) + tap] = source.Reals[(((tap * third) + i) * fourth) + j];
            }
        }

        return values;
    }

    private static void PoolMaximum(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs) =>
        to.Define(
            node,
            to.Graph.Add(
                "MaxPool", [to.ChannelsFirst(inputs[0])],
                HeightAndWidth(node, "kernel_shape", "ksize"),
                HeightAndWidth(node, "strides", "strides"),
                Padding(node)),
            Layout.ChannelsFirst);

    private static void Average(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        if (Constant(node, inputs[1]).Numbers is not [1, 2] || !node.Flag("keep_dims"))
            throw node.Fault("averages over something else than a picture's pixels");
        to.Define(node, to.Graph.Add("GlobalAveragePool", [to.ChannelsFirst(inputs[0])]), Layout.ChannelsFirst);
    }

    private static void Resize(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs)
    {
        var mode = (node.Flag("align_corners"), node.Flag("half_pixel_centers")) switch
        {
            (true, _) => "align_corners",
            (_, true) => "half_pixel",
            _ => "asymmetric",
        };

        // ONNX needs all four sizes, TFJS gives two. The runtime computes the other two once, when it loads the model.
        var picture = to.ChannelsFirst(inputs[0]);
        var front = to.Graph.Add("Slice", [to.Graph.Add("Shape", [picture]), to.Graph.List(0), to.Graph.List(2)]);
        var sizes = to.Graph.Add(
            "Concat", [front, to.Graph.List(Constant(node, inputs[1]).Longs)], OnnxAttribute.Number("axis", 0));
        const string absent = "";
        to.Define(
            node,
            to.Graph.Add(
                "Resize", [picture, absent, absent, sizes],
                OnnxAttribute.Text("mode", "linear"), OnnxAttribute.Text("coordinate_transformation_mode", mode)),
            Layout.ChannelsFirst);
    }

    private static void Pad(TfjsToOnnx to, TfjsNode node, OnnxValue[] inputs, float filling)
    {
        // TFJS lists the amounts before and after per dimension; ONNX lists all befores, then all afters.
        var amounts = Constant(node, inputs[1]).Longs;
        int[] order = inputs[0].Layout == Layout.ChannelsFirst
            ? [0, 3, 1, 2]
            : [.. Enumerable.Range(0, amounts.Length / 2)];
        long[] pads =
        [
            .. order.Select(dimension => amounts[2 * dimension]),
            .. order.Select(dimension => amounts[(2 * dimension) + 1]),
        ];
        to.Define(
            node,
            to.Graph.Add("Pad", [to.AsIs(inputs[0]), to.Graph.List(pads), to.Graph.Scalar(filling)]),
            inputs[0].Layout);
    }

    private static OnnxAttribute HeightAndWidth(TfjsNode node, string name, string key)
    {
        var numbers = node.Numbers(key);
        return OnnxAttribute.Numbers(name, numbers[1], numbers[2]);
    }

    // Explicit zeros, since the runtime merges an operator that pads only with one that says how much it pads itself.
    private static OnnxAttribute Padding(TfjsNode node) => node.Text("padding") switch
    {
        "SAME" => OnnxAttribute.Text("auto_pad", "SAME_UPPER"),
        "VALID" => OnnxAttribute.Numbers("pads", 0, 0, 0, 0),
        var other => throw node.Fault($"is padded in the unsupported way {other}"),
    };

    private static TfjsConstant Constant(TfjsNode node, OnnxValue value) =>
        value.Constant ?? throw node.Fault("takes a computed value where a constant is expected");
}
