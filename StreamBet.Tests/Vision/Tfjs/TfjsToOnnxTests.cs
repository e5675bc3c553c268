using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Tfjs;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Tfjs;

/// <summary>The expected numbers were computed by TensorFlow.js 4.22 on its own plain backend, from the same files and
/// the same picture; for CenterNet with the twenty sixths of its hard swishes set right (see
/// <c>HardSwish</c>).</summary>
public sealed class TfjsToOnnxTests
{
    [Fact]
    public void CenterNet_gives_what_it_gives_in_tfjs()
    {
        var results = Run("centernet.json", takesBytes: true, TestPattern.Bytes(512), [1, 512, 512, 3],
            "tower_0/keypoints", "tower_0/wh", "tower_0/detections");

        results[0].Should().HaveCount(128 * 128 * 80);
        Describe(results[0]).Should().Be((0.0022645363, 0.0045795303, 660433), 1e-6);
        AssertAt(results[0], 1e-5, (0, 0.0246132), (1, 0.0061890), (187245, 0.000177964), (655360, 0.0136501));
        results[1].Should().HaveCount(128 * 128 * 4);
        Describe(results[1]).Should().Be((77.1492551, 99.1255352, 25867), 1e-3);
        AssertAt(results[1], 5e-3, (0, 1.943303), (9362, 99.800560), (21845, 119.276672), (65535, 4.989241));
        results[2].Should().HaveCount(100 * 6);
        AssertAt(results[2], 5e-3, (0, 48.883331), (1, 30.088501), (85, 224.813370), (300, 54.036545), (599, 33));
    }

    [Fact]
    public void NanoDet_gives_what_it_gives_in_tfjs()
    {
        var results = Run("nanodet.json", takesBytes: false, TestPattern.Planes(416), [1, 3, 416, 416],
            "Identity", "Identity_2", "Identity_3", "Identity_5");

        results[0].Should().HaveCount(2704 * 80);
        Describe(results[0]).Should().Be((0.005842163, 0.009227873, 99680), 1e-6);
        AssertAt(results[0], 1e-5, (0, 0.0171471), (30902, 0.0016932), (72106, 0.0029570), (216319, 0.0228515));
        Describe(results[1]).Should().Be((0.016795122, 0.021756839, 7760), 1e-6);
        results[2].Should().HaveCount(2704 * 44);
        Describe(results[2]).Should().Be((-0.0000077556, 1.8331893, 20592), 1e-4);
        AssertAt(results[2], 1e-3, (0, 3.335772), (1, 3.035190), (59488, 5.817297), (118975, -2.161896));
        Describe(results[3]).Should().Be((-0.0000301699, 1.2328489, 3096), 1e-4);
        AssertAt(results[3], 1e-3, (0, 0.0427496), (3718, -2.268162), (7435, -1.225709));
    }

    [Fact]
    public void An_operation_that_is_not_supported_is_named()
    {
        using var model = TinyModel.Write("""{"name":"odd","op":"Bessel","input":["in"]}""", weights: 0);

        var translate = () => TfjsToOnnx.Translate(TfjsModel.Read(model.Json), ["odd"], takesBytes: false);

        translate.Should().Throw<InvalidDataException>().WithMessage("*odd (Bessel)*not supported*");
    }

    [Fact]
    public void A_node_that_is_not_there_is_named()
    {
        using var model = TinyModel.Write("""{"name":"sum","op":"Add","input":["in","absent"]}""", weights: 0);

        var translate = () => TfjsToOnnx.Translate(TfjsModel.Read(model.Json), ["sum"], takesBytes: false);

        translate.Should().Throw<InvalidDataException>().WithMessage("*absent*");
    }

    [Fact]
    public void A_node_that_reads_its_own_result_is_refused()
    {
        using var model = TinyModel.Write(
            """{"name":"a","op":"Relu","input":["b"]},{"name":"b","op":"Relu","input":["a:0"]}""", weights: 0);

        var translate = () => TfjsToOnnx.Translate(TfjsModel.Read(model.Json), ["a"], takesBytes: false);

        translate.Should().Throw<InvalidDataException>().WithMessage("*its own result*");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    public void Weights_of_another_length_than_the_manifest_says_are_refused(int bytes)
    {
        using var model = TinyModel.Write(
            """{"name":"two","op":"Const"}""", bytes, """{"name":"two","shape":[2],"dtype":"float32"}""");

        var read = () => TfjsModel.Read(model.Json);

        read.Should().Throw<InvalidDataException>().WithMessage("*model.json*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("""{"modelTopology":{"node":[{}]},"weightsManifest":[]}""")]
    public void A_file_that_is_no_model_is_refused_by_its_name(string json)
    {
        using var model = TinyModel.Write("", weights: 0);
        File.WriteAllText(model.Json, json);

        var read = () => TfjsModel.Read(model.Json);

        read.Should().Throw<InvalidDataException>().WithMessage("model.json is not a TFJS graph model*");
    }

    [Fact]
    public void Shards_are_joined_and_half_precision_is_widened()
    {
        using var model = TinyModel.Write(
            """{"name":"half","op":"Const"},{"name":"sum","op":"Mul","input":["in","half:0"]}""",
            weights: 0,
            """{"name":"half","shape":[2],"dtype":"float32","quantization":{"dtype":"float16"}}""",
            paths: ["a.bin", "b.bin"]);
        File.WriteAllBytes(Path.Combine(model.Folder, "a.bin"), [0x00, 0x3e, 0x00]);
        File.WriteAllBytes(Path.Combine(model.Folder, "b.bin"), [0xc0]);

        TfjsModel.Read(model.Json).Constants["half"].Reals.Should().Equal(1.5f, -2f);
        using var session = new ModelSession(
            TfjsToOnnx.Translate(TfjsModel.Read(model.Json), ["sum"], takesBytes: false));
        using var results = session.Run(new[] { 2f, 3f }.AsMemory(), 1, 2);
        results[0].GetTensorDataAsSpan<float>().ToArray().Should().Equal(3f, -6f);
    }

    private static float[][] Run<T>(string file, bool takesBytes, T[] input, long[] shape, params string[] outputs)
        where T : unmanaged
    {
        var model = TfjsModel.Read(Path.Combine(Repository.ModelFiles, file));
        using var session = new ModelSession(TfjsToOnnx.Translate(model, outputs, takesBytes));
        using var results = session.Run(input.AsMemory(), shape);
        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
    }

    private static Statistics Describe(float[] values) => new(
        values.Average(value => (double)value),
        Math.Sqrt(values.Average(value => (double)value * value)),
        Array.IndexOf(values, values.Max()));

    private static void AssertAt(float[] values, double tolerance, params (int Index, double Value)[] expected)
    {
        foreach (var (index, value) in expected)
            values[index].Should().BeApproximately((float)value, (float)tolerance, $"element {index} is compared");
    }

    private sealed record Statistics(double Mean, double RootMeanSquare, int Largest)
    {
        public Statistics Should() => this;

        public void Be((double Mean, double RootMeanSquare, int Largest) expected, double tolerance)
        {
            Mean.Should().BeApproximately(expected.Mean, tolerance);
            RootMeanSquare.Should().BeApproximately(expected.RootMeanSquare, tolerance);
            Largest.Should().Be(expected.Largest);
        }
    }
}
