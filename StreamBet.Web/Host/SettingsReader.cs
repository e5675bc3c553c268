using System.Globalization;

namespace StreamBet.Web.Host;

/// <summary>Reads settings one by one and collects the mistakes, so that all are reported at once.</summary>
internal sealed class SettingsReader(IConfiguration configuration, string section)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mistakes, each with its key.</summary>
    public List<string> Mistakes { get; private init; } = [];

    public string Text(string key, string otherwise) => Raw(key) ?? otherwise;

    public bool Flag(string key, bool otherwise) => Read(
        key, otherwise, (string text, out bool value) => bool.TryParse(text, out value), "true or false", _ => true);

    public long Number(string key, long otherwise, long min, long max) => Read(
        key, otherwise,
        (string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value),
        $"a whole number from {min} to {max}", value => value >= min && value <= max);

    public decimal Fraction(string key, decimal otherwise, decimal max) => Read(
        key, otherwise,
        (string text, out decimal value) =>
            decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out value),
        FormattableString.Invariant($"a number from 0 to {max}"), value => value >= 0 && value <= max);

    public TimeSpan Time(string key, TimeSpan otherwise, TimeSpan min, TimeSpan max) => Read(
        key, otherwise,
        (string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value),
        $"a time as hours:minutes:seconds from {min} to {max}", value => value >= min && value <= max);

    public Uri? Address(string key) => Read<Uri?>(
        key, null, (string text, out Uri? value) => Uri.TryCreate(text, UriKind.Absolute, out value),
        "an address such as http://127.0.0.1:9000", value => value!.Scheme is "http" or "https");

    public IEnumerable<IConfigurationSection> List(string key)
    {
        _known.Add(key);
        return configuration.GetSection($"{section}:{key}").GetChildren();
    }

    /// <summary>A reader of a section within this one, which collects its mistakes here.</summary>
    public SettingsReader Within(string key)
    {
        _known.Add(key);
        return new SettingsReader(configuration, $"{section}:{key}") { Mistakes = Mistakes };
    }

    /// <summary>Adds a mistake for every unknown key, which is usually misspelt.</summary>
    public void RefuseUnknown()
    {
        foreach (var child in configuration.GetSection(section).GetChildren().Where(child => !_known.Contains(child.Key)))
            Mistakes.Add($"{section}:{child.Key} is not a setting. The settings are {string.Join(", ", _known.Order())}.");
    }

    private string? Raw(string key)
    {
        _known.Add(key);
        var text = configuration[$"{section}:{key}"];
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private T Read<T>(string key, T otherwise, TryParse<T> tryParse, string wanted, Func<T, bool> isAllowed)
    {
        if (Raw(key) is not { } text)
            return otherwise;
        if (tryParse(text, out var value) && isAllowed(value))
            return value;
        Mistakes.Add($"{section}:{key} is \"{text}\" and must be {wanted}.");
        return otherwise;
    }

    private delegate bool TryParse<T>(string text, out T value);
}
