using System.Text.Json.Serialization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Persistence.Documents;

/// <summary>A stored criterion.</summary>
internal sealed record CriterionDocument(
    [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
    [property: JsonPropertyName("labels")] IReadOnlyList<string> Labels,
    [property: JsonPropertyName("start")] TimeSpan Start,
    [property: JsonPropertyName("end")] TimeSpan? End,
    [property: JsonPropertyName("times")] int Times,
    [property: JsonPropertyName("threshold")] double Threshold)
{
    private const int CurrentVersion = 2;

    public static string Write(Criterion criterion) => DocumentJson.WriteText(new CriterionDocument(
        CurrentVersion, criterion.Labels, criterion.WindowStart, criterion.WindowEnd, criterion.Times, criterion.Threshold));

    public static Criterion Read(string text)
    {
        var utf8 = DocumentJson.Bytes(text);
        return DocumentJson.VersionOf(utf8) switch
        {
            1 => DocumentJson.ReadFirstVersion<First>(utf8).ToCriterion(),
            CurrentVersion => DocumentJson.Read<CriterionDocument>(utf8).ToCriterion(),
            var version => throw DocumentJson.UnknownVersion(version),
        };
    }

    private Criterion ToCriterion() => new()
    {
        Labels = Labels,
        WindowStart = Start,
        WindowEnd = End,
        Times = Times,
        Threshold = Threshold,
    };

    private sealed record First(
        [property: JsonPropertyName("Labels")] IReadOnlyList<string> Labels,
        [property: JsonPropertyName("WindowStart")] TimeSpan WindowStart,
        [property: JsonPropertyName("WindowEnd")] TimeSpan? WindowEnd,
        [property: JsonPropertyName("Times")] int Times,
        [property: JsonPropertyName("Threshold")] double Threshold)
    {
        public Criterion ToCriterion() =>
            new CriterionDocument(1, Labels, WindowStart, WindowEnd, Times, Threshold).ToCriterion();
    }
}
