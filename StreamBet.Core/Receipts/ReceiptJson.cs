using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Reads and writes receipts and proofs: canonical JSON with names in snake_case, times in the clip in
/// seconds, dates in ISO 8601, and no missing or unknown members.</summary>
internal static class ReceiptJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = CanonicalJson.MaxDepth,
        Converters = { new SecondsConverter(), new Moment(), new Word<Outcome>(("YES", Outcome.Yes), ("NO", Outcome.No)),
            new Word<Currency>(("credits", Currency.Credits), ("practice", Currency.Practice)) },
    };

    /// <summary>The value as canonical JSON.</summary>
    public static byte[] Write<T>(T value) => CanonicalJson.Write(JsonSerializer.SerializeToElement(value, Options));

    /// <summary>Reads a value from JSON, canonical or not.</summary>
    /// <exception cref="JsonException">It is invalid, or longer than <paramref name="maxBytes"/>.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, int maxBytes)
    {
        var document = CheckForm(utf8, maxBytes);
        try
        {
            return document.Deserialize<T>(Options) ?? throw new JsonException("It is null.");
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new JsonException("A value in it cannot be read.", wrong);
        }
    }

    /// <summary>Checks what every document must satisfy: JSON without duplicate names in an object or null items in a
    /// list.</summary>
    /// <exception cref="JsonException">It is invalid, or longer than <paramref name="maxBytes"/>.</exception>
    public static JsonElement CheckForm(ReadOnlyMemory<byte> utf8, int maxBytes)
    {
        var document = CanonicalJson.Read(utf8, maxBytes);
        return HasEmptyItem(document) ? throw new JsonException("A list in it has an item that is null.") : document;
    }

    // The serializer rejects null properties, but not null items in lists.
    private static bool HasEmptyItem(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(property => HasEmptyItem(property.Value)),
        JsonValueKind.Array => value.EnumerateArray()
            .Any(item => item.ValueKind == JsonValueKind.Null || HasEmptyItem(item)),
        _ => false,
    };

    private sealed class Moment : JsonConverter<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTimeOffset.TryParseExact(
                reader.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out var moment)
                ? moment
                : throw new JsonException($"A moment in it is not written as {Format}.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
    }

    private sealed class Word<T>(params (string Word, T Value)[] words) : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString();
            var index = Array.FindIndex(words, known => known.Word == text);
            return index >= 0
                ? words[index].Value
                : throw new JsonException($"A value is none of {string.Join(", ", words.Select(known => known.Word))}.");
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Array.Find(words, known => known.Value.Equals(value)).Word);
    }
}

/// <summary>Accepts only 64 lower-case hex digits as a SHA-256.</summary>
internal sealed class Sha256Converter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && IsSha256(text)
            ? text
            : throw new JsonException("A SHA-256 in it is not 64 lower-case hex digits.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (!IsSha256(value))
            throw new JsonException($"\"{value}\" is no SHA-256 of 64 lower-case hex digits.");
        writer.WriteStringValue(value);
    }

    /// <summary>Whether a text is 64 lower-case hex digits.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
