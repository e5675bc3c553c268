using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Onnx;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Onnx;

/// <summary>A model whose series of small operators are replaced gives what it gave before, but for rounding.</summary>
public sealed class OnnxShortcutsTests
{
    private const int Channels = 4;
    private const int Side = 5;

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public void A_bend_in_four_steps_becomes_one_only_if_it_is_that_bend(float top, bool isReplaced)
    {
        var model = Model((graph, x) => Bend(graph, Scale(graph, x, 1.5f, -0.25f), top));

        var shorter = OnnxShortcuts.Apply(model);

        OperationsOf(shorter).Contains("Clip").Should().Be(!isReplaced);
        OperationsOf(shorter).Should().Contain("BatchNormalization");
        Compare(model, shorter, 1, Channels, Side, Side);
    }

    [Fact]
    public void A_value_that_is_used_twice_stays()
    {
        var model = Model((graph, x) =>
        {
            var product = graph.Add("Mul", [graph.Constant([2f], 1), x]);
            return graph.Add("Add", [graph.Add("Add", [product, graph.Constant([3f], 1)]), product]);
        });

        var shorter = OnnxShortcuts.Apply(model);

        OperationsOf(shorter).Should().BeEquivalentTo(OperationsOf(model));
        Compare(model, shorter, 1, Channels, Side, Side);
    }

    [Fact]
    public void A_layer_and_its_weighted_self_become_one_product()
    {
        var model = Model((graph, x) => graph.Add("Add", [x, graph.Add("Mul", [x, graph.Add("GlobalAveragePool", [x])])]));

        Compare(model, OnnxShortcuts.Apply(model), 1, Channels, Side, Side);
    }

    [Fact]
    public void The_text_models_read_the_same()
    {
        var files = new ModelFiles(Repository.Models);
        foreach (var (model, shape) in new (byte[], long[])[]
        {
            (files.ReadTextDetection(), [1, 3, 96, 160]), (files.ReadTextRecognition(), [1, 3, 48, 320]),
        })
        {
            var shorter = OnnxShortcuts.Apply(model);

            OperationsOf(shorter).Should().NotContain("Clip");
            OperationsOf(shorter).Count.Should().BeLessThan(OperationsOf(model).Count * 3 / 4);
            Compare(model, shorter, shape);
        }
    }

    [Fact]
    public void A_file_that_ends_too_soon_is_refused()
    {
        var model = Model((_, x) => x);

        var apply = () => OnnxShortcuts.Apply(model[..^3]);

        apply.Should().Throw<InvalidDataException>();
    }

    private static string Scale(OnnxGraph graph, string x, float factor, float offset) =>
        graph.Add("Add", [graph.Add("Mul", [graph.Constant([factor], 1), x]), graph.Constant([offset], 1)]);

    private static string Bend(OnnxGraph graph, string x, float top)
    {
        var clip = graph.Add("Clip", [graph.Add("Add", [x, graph.Scalar(3)]), graph.Scalar(0), graph.Scalar(top)]);
        return graph.Add("Div", [graph.Add("Mul", [x, clip]), graph.Scalar(6)]);
    }

    private static byte[] Model(Func<OnnxGraph, string, string> build)
    {
        var graph = new OnnxGraph();
        graph.AddInput("x", OnnxType.Float, [1, Channels, Side, Side]);
        var weights = Values(Channels * Channels);
        graph.AddOutput("y", build(graph, graph.Add("Conv", ["x", graph.Constant(weights, Channels, Channels, 1, 1)])), OnnxType.Float);
        return graph.ToModel();
    }

    private static List<string> OperationsOf(byte[] model)
    {
        var graph = ProtobufReader.Read(model).Single(field => field.Number == 7);
        return
        [
            .. ProtobufReader.Read(graph.Bytes).Where(field => field.Number == 1).Select(field => OnnxNode.Read(field.Bytes).Operation)
                .Where(operation => operation != "Constant"),
        ];
    }

    private static void Compare(byte[] model, byte[] shorter, params long[] shape)
    {
        var (before, after) = (Run(model, shape), Run(shorter, shape));

        after.Should().HaveCount(before.Length);
        before.Zip(after, (one, other) => Math.Abs(one - other)).Max().Should().BeLessThan(0.001f);
        before.Max().Should().BeGreaterThan(before.Min());
    }

    private static float[] Run(byte[] model, long[] shape)
    {
        using var session = new ModelSession(model);
        using var results = session.Run(Values(shape.Aggregate(1, (size, side) => size * (int)side)).AsMemory(), shape);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    // From -4 to 4, without a visible order.
    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 7919 % 1000 / 125f) - 4)];
}
