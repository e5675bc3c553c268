namespace StreamBet.Tests.Vision.Tfjs;

/// <summary>A model of a few nodes in a temporary folder; its input is called "in" and takes two numbers.</summary>
internal sealed class TinyModel : IDisposable
{
    private TinyModel(string folder) => Folder = folder;

    public string Folder { get; }

    public string Json => Path.Combine(Folder, "model.json");

    /// <summary>Writes a model with more nodes, and with a weight file of so many bytes.</summary>
    public static TinyModel Write(string nodes, int weights, string entries = "", params string[] paths)
    {
        var model = new TinyModel(Directory.CreateTempSubdirectory("streambet-model-").FullName);
        var names = paths is [] ? "\"weights.bin\"" : string.Join(",", paths.Select(path => $"\"{path}\""));
        var input = """
            {"name":"in","op":"Placeholder","attr":{"dtype":{"type":"DT_FLOAT"},
             "shape":{"shape":{"dim":[{"size":"1"},{"size":"2"}]}}}}
            """;
        var all = nodes.Length == 0 ? input : $"{input},{nodes}";
        File.WriteAllText(
            model.Json,
            $$"""
            {"modelTopology":{"node":[{{all}}]},"weightsManifest":[{"paths":[{{names}}],"weights":[{{entries}}]}]}
            """);
        if (paths is [])
            File.WriteAllBytes(Path.Combine(model.Folder, "weights.bin"), new byte[weights]);
        return model;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
