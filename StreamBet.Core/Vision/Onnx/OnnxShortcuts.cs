using System.Runtime.InteropServices;

namespace StreamBet.Core.Vision.Onnx;

/// <summary>Replaces series of small operators in a model by one or two that do the same. PP-OCR's files write a bend (hard swish) as
/// four steps, and a number that is the same for a whole layer as an operand of its own; the runtime does each as a pass over
/// the layer and turns the layer's memory over between them, which takes twice the time of the model's real work. Results
/// differ by rounding, no more than between two processors.</summary>
internal static class OnnxShortcuts
{
    private const string Constant = "Constant";
    private const int GraphField = 7;
    private const int NodeField = 1;
    private const int ConstantField = 5;
    private const int OutputField = 12;

    // The bend is x * clip(x + 3, 0, 6) / 6.
    private const float Shift = 3;
    private const float Top = 6;

    /// <summary>Returns the model with its series replaced.</summary>
    /// <param name="model">The bytes of an .onnx file.</param>
    /// <exception cref="InvalidDataException">The file is invalid.</exception>
    public static byte[] Apply(byte[] model)
    {
        var written = new ProtobufWriter();
        foreach (var field in ProtobufReader.Read(model))
        {
            if (field.Number == GraphField)
                written.Message(GraphField, Shorten(field.Bytes));
            else
                Copy(written, field);
        }

        return written.Written.ToArray();
    }

    private static ProtobufWriter Shorten(ReadOnlyMemory<byte> graph)
    {
        var fields = ProtobufReader.Read(graph).ToList();
        var nodes = fields.Where(field => field.Number == NodeField).Select(field => OnnxNode.Read(field.Bytes)).ToList();
        var outputs = fields.Where(field => field.Number == OutputField)
            .Select(field => ProtobufReader.Read(field.Bytes).First(part => part.Number == 1).Text);
        var written = new ProtobufWriter();
        var constants = fields.Where(field => field.Number == ConstantField).Select(field => OnnxTensor.Read(field.Bytes));
        foreach (var node in new Series(nodes, constants, outputs).Replace())
            written.Bytes(NodeField, node.Bytes.Span);
        foreach (var field in fields.Where(field => field.Number != NodeField))
            Copy(written, field);
        return written;
    }

    private static void Copy(ProtobufWriter written, ProtobufField field)
    {
        if (field.IsInteger)
            written.Number(field.Number, field.Value);
        else
            written.Bytes(field.Number, field.Bytes.Span);
    }

    private sealed class Series(List<OnnxNode> nodes, IEnumerable<OnnxTensor> constants, IEnumerable<string> outputs)
    {
        private readonly Dictionary<string, OnnxNode> _makers = nodes
            .SelectMany(node => node.Outputs.Select(output => (output, node))).ToDictionary(pair => pair.output, pair => pair.node);

        private readonly Dictionary<string, int> _uses = nodes.SelectMany(node => node.Inputs).Concat(outputs)
            .GroupBy(name => name).ToDictionary(uses => uses.Key, uses => uses.Count());

        private readonly Dictionary<string, OnnxTensor> _constants = nodes
            .Select(node => node.ToTensor()).OfType<OnnxTensor>().Concat(constants).ToDictionary(constant => constant.Name);

        private readonly Dictionary<string, long> _channels = [];
        private readonly Dictionary<OnnxNode, OnnxNode> _replaced = [];
        private readonly HashSet<OnnxNode> _dropped = [];
        private readonly List<OnnxNode> _added = [];

        public IEnumerable<OnnxNode> Replace()
        {
            foreach (var node in nodes)
            {
                if (node.Operation == "Div")
                    TryBend(node);
                else if (node.Operation == "Add" && !TryScale(node))
                    TryRaise(node);
                else if (node.Operation == "Conv" && _constants.TryGetValue(node.Inputs[1], out var weights))
                    _channels[node.Outputs[0]] = weights.Dimensions[0];
                else if (node.Operation == "BatchNormalization")
                    KeepChannels(node.Inputs[0], node.Outputs[0]);
            }

            var left = nodes.Where(node => !_dropped.Contains(node)).Select(node => _replaced.GetValueOrDefault(node, node)).ToList();
            var used = left.SelectMany(node => node.Inputs).ToHashSet();
            return _added.Concat(left.Where(node => node.Operation != Constant || used.Contains(node.Outputs[0])));
        }

        // x * clip(x + 3, 0, 6) / 6 becomes x * h(x), where h is clip(x / 6 + 1 / 2, 0, 1).
        private void TryBend(OnnxNode last)
        {
            if (NumberOf(last.Inputs[1]) is not Top || MakerOf(last.Inputs[0], "Mul") is not { } product)
                return;
            if (MakerOf(product.Inputs[1], "Clip") is not { } clip || MakerOf(clip.Inputs[0], "Add") is not { } sum)
                return;
            var bent = product.Inputs[0];
            if (sum.Inputs[0] != bent || NumberOf(sum.Inputs[1]) is not Shift || LimitOf(clip, 1, "min") is not 0f || LimitOf(clip, 2, "max") is not Top)
                return;
            _replaced[sum] = OnnxNode.Make(
                "HardSigmoid", [bent], clip.Outputs[0], OnnxAttribute.Real("alpha", 1 / Top), OnnxAttribute.Real("beta", Shift / Top));
            _replaced[last] = OnnxNode.Make("Mul", [bent, clip.Outputs[0]], last.Outputs[0]);
            _dropped.UnionWith([clip, product]);
            KeepChannels(bent, last.Outputs[0]);
        }

        // a * x + b becomes what the runtime merges with the layer before.
        private bool TryScale(OnnxNode sum)
        {
            if (NumberOf(sum.Inputs[1]) is not { } offset || MakerOf(sum.Inputs[0], "Mul") is not { } product)
                return false;
            if (NumberOf(product.Inputs[0]) is not { } factor || !_channels.TryGetValue(product.Inputs[1], out var channels))
                return false;
            var name = sum.Outputs[0];
            _replaced[sum] = OnnxNode.Make(
                "BatchNormalization",
                [
                    product.Inputs[1], Fill(name + ".factor", factor, channels), Fill(name + ".offset", offset, channels),
                    Fill(name + ".mean", 0, channels), Fill(name + ".variance", 1, channels),
                ],
                name, OnnxAttribute.Real("epsilon", 0));
            _dropped.Add(product);
            KeepChannels(product.Inputs[1], name);
            return true;
        }

        // x + x * w, where w is one number per channel, becomes x * (1 + w).
        private void TryRaise(OnnxNode sum)
        {
            if (MakerOf(sum.Inputs[1], "Mul") is not { } product || product.Inputs[0] != sum.Inputs[0])
                return;
            _replaced[product] = OnnxNode.Make("Add", [product.Inputs[1], Fill(sum.Outputs[0] + ".one", 1, 1)], product.Outputs[0]);
            _replaced[sum] = OnnxNode.Make("Mul", [sum.Inputs[0], product.Outputs[0]], sum.Outputs[0]);
        }

        // The operator that makes a value which only one other uses.
        private OnnxNode? MakerOf(string name, string operation) =>
            _uses[name] == 1 && _makers.TryGetValue(name, out var node) && node.Operation == operation && !_replaced.ContainsKey(node)
                ? node
                : null;

        private float? NumberOf(string name) => _constants.TryGetValue(name, out var constant) ? constant.Only : null;

        // Older files have the limits as attributes.
        private float? LimitOf(OnnxNode clip, int input, string attribute) =>
            input < clip.Inputs.Length ? NumberOf(clip.Inputs[input]) : clip.Real(attribute);

        private void KeepChannels(string from, string to)
        {
            if (_channels.TryGetValue(from, out var channels))
                _channels[to] = channels;
        }

        private string Fill(string name, float value, long count)
        {
            var values = new float[count];
            Array.Fill(values, value);
            var tensor = new ProtobufWriter().Number(1, count).Number(2, (int)OnnxType.Float).Bytes(9, MemoryMarshal.AsBytes<float>(values));
            _added.Add(OnnxNode.Make(Constant, [], name, OnnxAttribute.Tensor("value", tensor)));
            return name;
        }
    }
}
