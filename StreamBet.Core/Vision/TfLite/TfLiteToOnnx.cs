using StreamBet.Core.Vision.Onnx;

namespace StreamBet.Core.Vision.TfLite;

/// <summary>Translates a TFLite model to ONNX, so that ONNX Runtime can run it in this process.</summary>
/// <remarks>TFLite stores pictures with channels last, but ONNX's convolutions need them first. The picture is
/// transposed once at the input, and results of convolutions are transposed back before they are reshaped.</remarks>
internal sealed class TfLiteToOnnx
{
    private readonly TfLiteModel _model;
    private readonly OnnxGraph _graph = new();
    private readonly Dictionary<int, string> _pictures = [];
    private readonly Dictionary<int, string> _lists = [];
    private readonly Dictionary<int, float[]> _constants = [];

    private TfLiteToOnnx(TfLiteModel model) => _model = model;

    private enum Activation
    {
        None = 0,
        Relu = 1,
        Relu6 = 3,
    }

    /// <summary>Translates a model with one input, a floating-point picture with channels last; the outputs keep their
    /// order.</summary>
    /// <returns>The bytes of an .onnx file.</returns>
    /// <exception cref="InvalidDataException">The model contains something unsupported; the message names
    /// it.</exception>
    public static byte[] Translate(TfLiteModel model)
    {
        try
        {
            return new TfLiteToOnnx(model).Translate();
        }
        catch (Exception fault) when (
            fault is KeyNotFoundException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("The model uses a value that it does not hold.", fault);
        }
    }

    private byte[] Translate()
    {
        const string picture = "picture";
        _graph.AddInput(picture, OnnxType.Float, [.. _model.Tensors[_model.Input].Dimensions]);
        _pictures[_model.Input] = _graph.Add("Transpose", [picture], OnnxAttribute.Numbers("perm", 0, 3, 1, 2));
        foreach (var node in _model.Nodes)
            Translate(node);
        for (var i = 0; i < _model.Outputs.Length; i++)
            _graph.AddOutput($"out{i}", _lists[_model.Outputs[i]], OnnxType.Float);
        return _graph.ToModel();
    }

    private void Translate(TfLiteNode node)
    {
        switch (node.Operation)
        {
            case TfLiteOperation.Dequantize:
                _constants[node.Output] = Constant(node.Inputs[0]);
                break;
            case TfLiteOperation.Conv2D:
                Convolve(node, Full(node.Inputs[1]), groups: 1, activationField: 3);
                break;
            case TfLiteOperation.DepthwiseConv2D:
                var channels = _model.Tensors[node.Inputs[1]].Dimensions[3];
                Convolve(node, Depthwise(node.Inputs[1]), channels, activationField: 4);
                break;
            case TfLiteOperation.Add:
                var sum = _graph.Add("Add", [_pictures[node.Inputs[0]], _pictures[node.Inputs[1]]]);
                _pictures[node.Output] = Activate(sum, Setting(node, 0));
                break;
            case TfLiteOperation.Reshape:
                Reshape(node);
                break;
            case TfLiteOperation.Concatenation:
                var axis = OnnxAttribute.Number("axis", node.Options?.Int(0) ?? 0);
                _lists[node.Output] = _graph.Add("Concat", [.. node.Inputs.Select(input => _lists[input])], axis);
                break;
            default:
                throw new InvalidDataException(
                    $"The model uses the operation {node.Operation:D}, which is not supported.");
        }
    }

    private void Convolve(TfLiteNode node, (float[] Values, long[] Dimensions) kernels, int groups, int activationField)
    {
        float[] bias = Constant(node.Inputs[2]);
        var result = _graph.Add(
            "Conv",
            [
                _pictures[node.Inputs[0]],
                _graph.Constant(kernels.Values, kernels.Dimensions),
                _graph.Constant(bias, bias.Length),
            ],
            OnnxAttribute.Numbers("kernel_shape", kernels.Dimensions[2], kernels.Dimensions[3]),
            OnnxAttribute.Numbers("strides", node.Options?.Int(2, 1) ?? 1, node.Options?.Int(1, 1) ?? 1),
            OnnxAttribute.Number("group", groups),
            OnnxAttribute.Text("auto_pad", Setting(node, 0) == 0 ? "SAME_UPPER" : "VALID"));
        _pictures[node.Output] = Activate(result, Setting(node, activationField));
    }

    private void Reshape(TfLiteNode node)
    {
        var (input, shape) = (node.Inputs[0], _model.Tensors[node.Output].Dimensions);
        var source = _pictures.TryGetValue(input, out var picture)
            ? _graph.Add("Transpose", [picture], OnnxAttribute.Numbers("perm", 0, 2, 3, 1))
            : _lists[input];
        _lists[node.Output] = _graph.Add("Reshape", [source, _graph.List([.. shape.Select(size => (long)size)])]);
    }

    private string Activate(string value, int activation) => (Activation)activation switch
    {
        Activation.None => value,
        Activation.Relu => _graph.Add("Relu", [value]),
        Activation.Relu6 => _graph.Add("Clip", [value, _graph.Scalar(0), _graph.Scalar(6)]),
        _ => throw new InvalidDataException($"The model uses the activation {activation}, which is not supported."),
    };

    /// <summary>Output, height, width, input -> output, input, height, width.</summary>
    private (float[] Values, long[] Dimensions) Full(int tensor)
    {
        var (source, size) = (Constant(tensor), _model.Tensors[tensor].Dimensions);
        var (outputs, taps, inputs) = (size[0], size[1] * size[2], size[3]);
        var values = new float[source.Length];
        var next = 0;
        for (var output = 0; output < outputs; output++)
        {
            for (var input = 0; input < inputs; input++)
            {
                for (var tap = 0; tap < taps; tap++)
                    values[next++] = source[(((output * taps) + tap) * inputs) + input];
            }
        }

        return (values, [outputs, inputs, size[1], size[2]]);
    }

    /// <summary>1, height, width, channel -> channel, 1, height, width.</summary>
    private (float[] Values, long[] Dimensions) Depthwise(int tensor)
    {
        var (source, size) = (Constant(tensor), _model.Tensors[tensor].Dimensions);
        var (taps, channels) = (size[1] * size[2], size[3]);
        var values = new float[source.Length];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var tap = 0; tap < taps; tap++)
                values[(channel * taps) + tap] = source[(tap * channels) + channel];
        }

        return (values, [channels, 1, size[1], size[2]]);
    }

    private float[] Constant(int tensor) => _constants.GetValueOrDefault(tensor) ?? _model.Tensors[tensor].Reals
        ?? throw new InvalidDataException("The model uses weights that are not constants of reals.");

    private static int Setting(TfLiteNode node, int field) => node.Options?.Byte(field) ?? 0;
}
