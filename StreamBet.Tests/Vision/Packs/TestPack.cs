using System.Text.Json.Nodes;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Onnx;
using StreamBet.Core.Vision.Packs;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Packs;

/// <summary>A detector pack in a temporary folder, with a small model that the test writes. Its classes are one that is not
/// used and Dog.</summary>
internal sealed class TestPack : IDisposable
{
    public const int Width = 64;
    public const int Height = 32;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes a pack of the kind yolo that finds a Dog in the middle of every picture.</summary>
    public TestPack(string name = "Test")
    {
        Directory.CreateDirectory(Folder);
        Manifest = JsonNode.Parse(
            $$"""
            {
              "name": "{{name}}",
              "model": "model.onnx",
              "input": {
                "width": {{Width}}, "height": {{Height}}, "colours": "rgb", "layout": "nchw", "fit": "stretch",
                "scale": 0.00392156862745098, "mean": [0, 0, 0], "deviation": [1, 1, 1], "padding": 114
              },
              "output": { "kind": "yolo" },
              "classes": [null, { "name": "Dog", "category": "Animals and Pets" }],
              "calibration": null
            }
            """)!.AsObject();
        UseModel(Constant([1, 3, Height, Width], ("out", [32, 16, 32, 16, 0, 0.9f], [1, 6, 1])));
    }

    /// <summary>The folder of packs.</summary>
    public string Root => _folder.Path;

    /// <summary>The pack's folder.</summary>
    public string Folder => Path.Combine(Root, "test");

    /// <summary>The manifest; save it after a change.</summary>
    public JsonObject Manifest { get; private set; }

    /// <summary>The part of the manifest about the input.</summary>
    public JsonObject Input => Manifest["input"]!.AsObject();

    /// <summary>The name of the class that is used.</summary>
    public string Class
    {
        set => Manifest["classes"]![1]!["name"] = value;
    }

    /// <summary>A model that always answers the same.</summary>
    public static byte[] Constant(long[] input, params (string Name, float[] Values, long[] Shape)[] outputs)
    {
        var graph = new OnnxGraph();
        graph.AddInput("picture", OnnxType.Float, input);
        foreach (var (name, values, shape) in outputs)
            graph.AddOutput(name, graph.Constant(values, shape), OnnxType.Float);
        return graph.ToModel();
    }

    /// <summary>A model that sees a Dog in the middle; its score is the mean of the first colour.</summary>
    /// <param name="factor">The mean is multiplied by this.</param>
    public static byte[] Redness(float factor = 1)
    {
        var graph = new OnnxGraph();
        graph.AddInput("picture", OnnxType.Float, [1, 3, Height, Width]);
        var mean = graph.Add("GlobalAveragePool", ["picture"]);
        var first = graph.Add("Slice", [mean, graph.List(0), graph.List(1), graph.List(1)]);
        var score = graph.Add("Mul", [graph.Add("Reshape", [first, graph.List(1, 1, 1)]), graph.Scalar(factor)]);
        var rest = graph.Constant([32f, 16, 32, 16, 0], 1, 5, 1);
        graph.AddOutput("out", graph.Add("Concat", [rest, score], OnnxAttribute.Number("axis", 1)), OnnxType.Float);
        return graph.ToModel();
    }

    /// <summary>Writes the model's file.</summary>
    public TestPack UseModel(byte[] model)
    {
        File.WriteAllBytes(Path.Combine(Folder, "model.onnx"), model);
        return Save();
    }

    /// <summary>Writes the manifest.</summary>
    public TestPack Save()
    {
        File.WriteAllText(Path.Combine(Folder, PackFolder.ManifestName), Manifest.ToJsonString());
        return this;
    }

    /// <summary>Reads the manifest again.</summary>
    public void Reload() =>
        Manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, PackFolder.ManifestName)))!.AsObject();

    /// <summary>Gives the used class a calibration that makes a score of 0.9 nearly certain.</summary>
    public TestPack Calibrate(int positives, int absent, int no = 0)
    {
        Manifest["calibration"] = null;
        Save();
        using var pack = DetectorPack.Load(Folder, ExecutionProvider.Processor, [])!;
        Manifest["calibration"] = new JsonObject
        {
            ["basis"] = pack.Basis,
            ["clips"] = positives + absent,
            ["classes"] = new JsonArray(new JsonObject
            {
                ["name"] = (string)Manifest["classes"]![1]!["name"]!,
                ["intercept"] = 0.5,
                ["slope"] = 1.5,
                ["positives"] = positives,
                ["yes"] = positives - no,
                ["no"] = no,
                ["absent"] = absent,
                ["wrong_yes"] = 0,
                ["right_no"] = absent,
            }),
        };
        return Save();
    }

    /// <summary>Loads the packs as the start does.</summary>
    public DetectorPacks Load()
    {
        var packs = Load(out var mistakes);
        mistakes.Should().BeEmpty();
        return packs;
    }

    /// <summary>Loads the packs as the start does.</summary>
    public DetectorPacks Load(out List<string> mistakes)
    {
        mistakes = [];
        return DetectorPacks.Load(Root, ExecutionProvider.Processor, mistakes);
    }

    public void Dispose() => _folder.Dispose();
}
