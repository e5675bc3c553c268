using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StreamBet.Core.Vision.Tfjs;

/// <summary>An operation of a TFJS graph with its settings. In the file, integers are strings and texts are
/// base64.</summary>
internal sealed class TfjsNode
{
    private readonly JsonElement _attributes;

    public TfjsNode(JsonElement node)
    {
        Name = node.GetProperty("name").GetString() ?? "";
        Operation = node.GetProperty("op").GetString() ?? "";
        _attributes = node.TryGetProperty("attr", out var attributes) ? attributes : default;

        // A leading ^ marks an input that only orders the execution and carries no data.
        Inputs = node.TryGetProperty("input", out var inputs)
            ? [.. inputs.EnumerateArray().Select(input => input.GetString()!).Where(input => !input.StartsWith('^'))]
            : [];
    }

    public string Name { get; }

    public string Operation { get; }

    /// <summary>The names of its input nodes; <c>name:1</c> is a node's second result.</summary>
    public IReadOnlyList<string> Inputs { get; }

    public bool Flag(string key) => Find(key, "b") is { } value && value.GetBoolean();

    public long Number(string key) => Find(key, "i") is { } value ? ToLong(value) : 0;

    public float Real(string key) => Require(key, "f").GetSingle();

    public string Text(string key) => Decode(Require(key, "s"));

    public string DataType(string key) => Require(key, "type").GetString() ?? "";

    public long[] Numbers(string key) =>
        Require(key, "list").TryGetProperty("i", out var items) ? [.. items.EnumerateArray().Select(ToLong)] : [];

    /// <summary>A list of texts; empty if the setting is absent.</summary>
    public string[] Texts(string key) =>
        Find(key, "list") is { } list && list.TryGetProperty("s", out var items)
            ? [.. items.EnumerateArray().Select(Decode)]
            : [];

    /// <summary>The dimensions of a placeholder.</summary>
    public long[] Shape() =>
    [
        .. Require("shape", "shape").GetProperty("dim").EnumerateArray()
            .Select(dimension => ToLong(dimension.GetProperty("size"))),
    ];

    /// <summary>An exception about this node.</summary>
    public InvalidDataException Fault(string what) => new($"The node {Name} ({Operation}) {what}.");

    private JsonElement? Find(string key, string kind) =>
        _attributes.ValueKind == JsonValueKind.Object
        && _attributes.TryGetProperty(key, out var attribute)
        && attribute.TryGetProperty(kind, out var value)
            ? value
            : null;

    private JsonElement Require(string key, string kind) =>
        Find(key, kind) ?? throw Fault($"lacks its setting {key}");

    private static long ToLong(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture)
        : value.GetInt64();

    private static string Decode(JsonElement value) => Encoding.ASCII.GetString(value.GetBytesFromBase64());
}
