using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StreamBet.Core.Receipts;

/// <summary>Writes JSON in its canonical form (RFC 8785, JCS): names sorted by UTF-16 code units, no white space,
/// minimal escapes, numbers as in ECMAScript, UTF-8.</summary>
public static class CanonicalJson
{
    /// <summary>The maximum nesting depth.</summary>
    public const int MaxDepth = 32;

    /// <summary>The largest whole number, positive or negative, that every JSON reader understands exactly.</summary>
    public const long MaxWhole = (1L << 53) - 1;

    /// <summary>Reads a document strictly: no surrounding text, no comments, no duplicate names in an object.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="maxBytes">The size limit in bytes.</param>
    /// <exception cref="JsonException">The document is invalid, too long or too deep.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> utf8, int maxBytes)
    {
        if (utf8.Length > maxBytes)
            throw new JsonException($"It is {utf8.Length} bytes long; the limit is {maxBytes}.");
        return Unicode(() =>
        {
            using var document = JsonDocument.Parse(
                utf8, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        });
    }

    /// <summary>The canonical bytes of a value.</summary>
    /// <exception cref="JsonException">It has no canonical form: a number is out of range, or a text is not
    /// Unicode.</exception>
    public static byte[] Write(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        Write(output, value);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Whether these bytes are the canonical form of a document.</summary>
    /// <param name="utf8">Any bytes.</param>
    /// <param name="maxBytes">The size limit in bytes.</param>
    public static bool IsCanonical(ReadOnlyMemory<byte> utf8, int maxBytes)
    {
        try
        {
            return Write(Read(utf8, maxBytes)).AsSpan().SequenceEqual(utf8.Span);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(ArrayBufferWriter<byte> output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, value);
                break;
            case JsonValueKind.Array:
                WriteArray(output, value);
                break;
            case JsonValueKind.String:
                WriteText(output, Unicode(() => value.GetString()!));
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(Number(value)));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            default:
                throw new JsonException("There is no value.");
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> output, JsonElement value)
    {
        var properties = value.EnumerateObject()
            .Select(property => (Name: Unicode(() => property.Name), property.Value))
            .OrderBy(property => property.Name, StringComparer.Ordinal);
        output.Write("{"u8);
        string? last = null;
        foreach (var (name, member) in properties)
        {
            if (name == last)
                throw new JsonException($"The name \"{name}\" comes twice in one object.");
            if (last is not null)
                output.Write(","u8);
            WriteText(output, name);
            output.Write(":"u8);
            Write(output, member);
            last = name;
        }

        output.Write("}"u8);
    }

    private static void WriteArray(ArrayBufferWriter<byte> output, JsonElement value)
    {
        output.Write("["u8);
        var isFirst = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            Write(output, item);
        }

        output.Write("]"u8);
    }

    private static void WriteText(ArrayBufferWriter<byte> output, string text)
    {
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => escaped.Append(letter),
            };
        }

        output.Write(Encoding.UTF8.GetBytes(escaped.Append('"').ToString()));
    }

    // The reader detects invalid Unicode only when the text is requested.
    private static T Unicode<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException wrong)
        {
            throw new JsonException("A text in it is not Unicode.", wrong);
        }
    }

    private static string Number(JsonElement value)
    {
        if (!value.TryGetInt64(out var whole))
            return Number(value.GetDouble());
        return whole is >= -MaxWhole and <= MaxWhole
            ? whole.ToString(CultureInfo.InvariantCulture)
            : throw new JsonException($"{whole} is further from 0 than {MaxWhole}: not all readers know it exactly.");
    }

    /// <summary>A number as ECMAScript's Number::toString writes it, as RFC 8785 requires.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value))
            throw new JsonException("A number in it is not finite.");
        if (value == 0)
            return "0";
        var (digits, exponent) = Shortest(Math.Abs(value));
        var sign = value < 0 ? "-" : "";
        var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        var point = exponent + 1;
        return sign + point switch
        {
            > 21 or < -5 => string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{exponent:+0;-0}"),
            <= 0 => "0." + new string('0', -point) + digits,
            _ when point >= digits.Length => digits.PadRight(point, '0'),
            _ => $"{digits[..point]}.{digits[point..]}",
        };
    }

    // The shortest digits that read back as the same number; of those, the nearest to it, which "R" does not guarantee.
    private static (string Digits, int Exponent) Shortest(double value)
    {
        var count = Split(value.ToString("R", CultureInfo.InvariantCulture)).Digits.Length;
        var nearest = value.ToString($"E{count - 1}", CultureInfo.InvariantCulture);
        return Split(
            double.Parse(nearest, CultureInfo.InvariantCulture).Equals(value)
                ? nearest
                : value.ToString("R", CultureInfo.InvariantCulture));
    }

    // The significant digits, without leading and trailing zeros, and the first digit's power of ten.
    private static (string Digits, int Exponent) Split(string number)
    {
        var parts = number.Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var exponent = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0)
            + (point < 0 ? all.Length : point) - 1 - (all.Length - digits.Length);
        return (digits.TrimEnd('0'), exponent);
    }
}
