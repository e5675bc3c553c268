using System.Globalization;
using System.Text.Json;

namespace StreamBet.Core.Vision.Packs;

/// <summary>Reads the members of a JSON object one by one and collects the mistakes, so that all are told at once. Missing
/// and unknown members are mistakes.</summary>
/// <param name="element">The object.</param>
/// <param name="place">Where it stands, such as "input."; empty for the outermost object.</param>
/// <param name="mistakes">Receives a sentence per mistake.</param>
internal sealed class JsonMembers(JsonElement element, string place, ICollection<string> mistakes)
{
    private readonly HashSet<string> _known = [];

    /// <summary>A text that is not empty.</summary>
    public string Text(string name) => Read(
        name, "a text", value => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null, "");

    /// <summary>A text that may be missing or null.</summary>
    public string? OptionalText(string name) => IsAbsent(name) ? null : Text(name);

    /// <summary>A whole number.</summary>
    public int Whole(string name, int min, int max) => Read<int?>(
        name, Say($"a whole number from {min} to {max}"), value => ToWhole(value, min, max), min)!.Value;

    /// <summary>A number.</summary>
    public double Number(string name, double min, double max) => Read<double?>(
        name, Say($"a number from {min:0.######} to {max:0.######}"), value => ToNumber(value, min, max), min)!.Value;

    /// <summary>A list of a fixed number of numbers.</summary>
    public IReadOnlyList<double> Numbers(string name, int count, double min, double max) => Read<IReadOnlyList<double>>(
        name, Say($"a list of {count} numbers from {min:0.######} to {max:0.######}"),
        value => ToList(value, item => ToNumber(item, min, max)) is { } list && list.Count == count ? list : null, []);

    /// <summary>A list of one or more whole numbers.</summary>
    public IReadOnlyList<int> Wholes(string name, int maxCount, int min, int max) => Read<IReadOnlyList<int>>(
        name, Say($"a list of 1 to {maxCount} whole numbers from {min} to {max}"),
        value => ToList(value, item => ToWhole(item, min, max)) is { } list && list.Count > 0 && list.Count <= maxCount ? list : null, []);

    /// <summary>One of some words; the first if it is none of them.</summary>
    public string Choice(string name, params string[] words) => Read(
        name, $"\"{string.Join("\" or \"", words)}\"",
        value => value.ValueKind == JsonValueKind.String ? Array.Find(words, word => word == value.GetString()) : null, words[0]);

    /// <summary>An object inside this one; null if it is not there.</summary>
    public JsonMembers? Object(string name) => Object(name, "an object in braces");

    /// <summary>An object inside this one; null if it is missing, which is a mistake, or null, which is none.</summary>
    public JsonMembers? ObjectOrNull(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null && Know(name)
            ? null
            : Object(name, "an object in braces or null");

    /// <summary>The items of a list, each an object; null for an item that is null, where that is allowed.</summary>
    public IReadOnlyList<JsonMembers?> Objects(string name, int min, int max, bool allowsNull = false)
    {
        var items = Read<IReadOnlyList<JsonElement>>(
            name, $"a list of {min} to {max} entries",
            value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= min && value.GetArrayLength() <= max
                ? [.. value.EnumerateArray()]
                : null, []);
        var read = new List<JsonMembers?>();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].ValueKind == JsonValueKind.Object)
                read.Add(new JsonMembers(items[i], $"{place}{name}[{i}].", mistakes));
            else if (allowsNull && items[i].ValueKind == JsonValueKind.Null)
                read.Add(null);
            else
                mistakes.Add($"\"{place}{name}[{i}]\" must be an object in braces{(allowsNull ? " or null" : "")}.");
        }

        return read;
    }

    /// <summary>Adds a mistake about a member.</summary>
    public void Refuse(string name, string rule) => mistakes.Add($"\"{place}{name}\" {rule}");

    /// <summary>Adds a mistake for every member that was not asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var member in element.EnumerateObject().Where(member => !_known.Contains(member.Name)))
            mistakes.Add($"\"{place}{member.Name}\" is not a member that is known here; remove it. Known are {string.Join(", ", _known)}.");
    }

    private JsonMembers? Object(string name, string wanted) => Read<JsonMembers?>(
        name, wanted,
        value => value.ValueKind == JsonValueKind.Object ? new JsonMembers(value, $"{place}{name}.", mistakes) : null, null);

    private bool IsAbsent(string name) =>
        Know(name) && (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null);

    private bool Know(string name)
    {
        _known.Add(name);
        return true;
    }

    private T Read<T>(string name, string wanted, Func<JsonElement, T?> read, T otherwise)
    {
        _known.Add(name);
        if (!element.TryGetProperty(name, out var value))
        {
            mistakes.Add($"\"{place}{name}\" is missing; it must be {wanted}.");
            return otherwise;
        }

        if (read(value) is { } found)
            return found;
        mistakes.Add($"\"{place}{name}\" must be {wanted}.");
        return otherwise;
    }

    private static int? ToWhole(JsonElement value, int min, int max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max ? number : null;

    private static double? ToNumber(JsonElement value, double min, double max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max ? number : null;

    private static List<T>? ToList<T>(JsonElement value, Func<JsonElement, T?> read)
        where T : struct
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var items = value.EnumerateArray().Select(read).ToList();
        return items.TrueForAll(item => item is not null) ? items.ConvertAll(item => item!.Value) : null;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
