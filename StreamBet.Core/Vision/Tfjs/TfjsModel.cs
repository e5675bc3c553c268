using System.Text.Json;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>A TFJS graph model read from its files: the operations and the constants, each by operation name.</summary>
internal sealed class TfjsModel
{
    private TfjsModel(
        IReadOnlyDictionary<string, TfjsNode> nodes, IReadOnlyDictionary<string, TfjsConstant> constants) =>
        (Nodes, Constants) = (nodes, constants);

    public IReadOnlyDictionary<string, TfjsNode> Nodes { get; }

    public IReadOnlyDictionary<string, TfjsConstant> Constants { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="json">The path of its .json file; the weight files it names are in the same folder.</param>
    /// <exception cref="InvalidDataException">A file is invalid; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TfjsModel Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(json));

            // The clone outlives the document; the nodes read their settings from it later.
            var root = document.RootElement.Clone();
            var nodes = root.GetProperty("modelTopology").GetProperty("node").EnumerateArray()
                .Select(node => new TfjsNode(node))
                .ToDictionary(node => node.Name);
            var folder = Path.GetDirectoryName(Path.GetFullPath(json))!;
            return new TfjsModel(nodes, TfjsWeights.Read(root.GetProperty("weightsManifest"), folder));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(
                $"{Path.GetFileName(json)} is not a TFJS graph model: {fault.Message}", fault);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{Path.GetFileName(json)}: {fault.Message}", fault);
        }
    }
}
