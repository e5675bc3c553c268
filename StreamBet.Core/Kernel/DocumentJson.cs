using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Kernel;

/// <summary>Reads and writes documents that outlive the program. Their types name every member explicitly, so that
/// renaming a property does not change them. A missing or unknown member is an error, never a default.</summary>
/// <remarks>Documents of version 2 or later start with their version. Version 1, written by 0.1.0, has the property
/// names of its classes and no version.</remarks>
internal static class DocumentJson
{
    /// <summary>The first member of every document from version 2 on.</summary>
    public const string VersionName = "version";

    private static readonly JsonSerializerOptions Options = Strict(new SecondsConverter());

    // Version 1 wrote times as "00:00:00.5000000".
    private static readonly JsonSerializerOptions FirstVersion = Strict();

    /// <summary>The document as JSON in UTF-8.</summary>
    public static byte[] Write<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    /// <summary>The document as text.</summary>
    public static string WriteText<T>(T document) => JsonSerializer.Serialize(document, Options);

    /// <summary>Reads a document of version 2 or later.</summary>
    /// <exception cref="JsonException">The document is invalid.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8) => Read<T>(utf8, Options);

    /// <summary>Reads a document of an earlier version, which lacks members that may be null.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="missing">The names of those members.</param>
    /// <exception cref="JsonException">The document is invalid, or it has one of them.</exception>
    public static T ReadWithout<T>(ReadOnlySpan<byte> utf8, params ReadOnlySpan<string> missing)
    {
        if (JsonNode.Parse(utf8) is not JsonObject document)
            throw new JsonException("The document is not an object.");
        foreach (var name in missing)
        {
            if (!document.TryAdd(name, null))
                throw new JsonException($"The document has \"{name}\", which its version lacks.");
        }

        return Read<T>(JsonSerializer.SerializeToUtf8Bytes(document));
    }

    /// <summary>Reads a document of version 1.</summary>
    /// <exception cref="JsonException">The document is invalid.</exception>
    public static T ReadFirstVersion<T>(ReadOnlySpan<byte> utf8) => Read<T>(utf8, FirstVersion);

    /// <summary>The version that a document states; 1 if it states none.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static int VersionOf(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(VersionName)
            && reader.Read() && reader.TryGetInt32(out var version)
                ? version
                : 1;
    }

    /// <summary>The exception for an unknown document version.</summary>
    public static JsonException UnknownVersion(int version) => new(
        $"The document is of version {version}, which a newer StreamBet wrote. Start that one, or a newer one still.");

    /// <summary>A text as the bytes that these methods take.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static T Read<T>(ReadOnlySpan<byte> utf8, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, options) ?? throw new JsonException("The document is null.");
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new JsonException("A value in the document can't be read.", wrong);
        }
    }

    private static JsonSerializerOptions Strict(params JsonConverter[] converters)
    {
        var options = new JsonSerializerOptions
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        foreach (var converter in converters)
            options.Converters.Add(converter);
        return options;
    }
}
