using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Pictures;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Persistence.Documents;

/// <summary>A stored criterion.</summary>
internal sealed record CriterionDocument(
    [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
    [property: JsonPropertyName("labels")] IReadOnlyList<string> Labels,
    [property: JsonPropertyName("text")] CriterionDocument.TextPart? Text,
    [property: JsonPropertyName("picture")] CriterionDocument.PicturePart? Picture,
    [property: JsonPropertyName("start")] TimeSpan Start,
    [property: JsonPropertyName("end")] TimeSpan? End,
    [property: JsonPropertyName("times")] int Times,
    [property: JsonPropertyName("threshold")] double Threshold)
{
    private const int CurrentVersion = 4;

    public static string Write(Criterion criterion) => DocumentJson.WriteText(new CriterionDocument(
        CurrentVersion, criterion.Labels, TextPart.Of(criterion.Text),
        criterion.Picture is { } picture ? new PicturePart(picture.Sha256, picture.Name, picture.CanBeDisproved) : null,
        criterion.WindowStart, criterion.WindowEnd, criterion.Times, criterion.Threshold));

    public static Criterion Read(string text)
    {
        var utf8 = DocumentJson.Bytes(text);
        return DocumentJson.VersionOf(utf8) switch
        {
            1 => DocumentJson.ReadFirstVersion<First>(utf8).ToCriterion(),
            2 => DocumentJson.ReadWithout<CriterionDocument>(utf8, "text", "picture").ToCriterion(),
            3 => DocumentJson.ReadWithout<CriterionDocument>(utf8, "picture").ToCriterion(),
            CurrentVersion => DocumentJson.Read<CriterionDocument>(utf8).ToCriterion(),
            var version => throw DocumentJson.UnknownVersion(version),
        };
    }

    private Criterion ToCriterion() => new()
    {
        Labels = Labels,
        Text = Text?.ToQuery(),
        Picture = Picture is { } picture ? new PictureQuery(picture.Sha256, picture.Name) { CanBeDisproved = picture.CanBeDisproved } : null,
        WindowStart = Start,
        WindowEnd = End,
        Times = Times,
        Threshold = Threshold,
    };

    internal sealed record TextPart(
        [property: JsonPropertyName("phrase")] string? Phrase,
        [property: JsonPropertyName("change")] string? Change,
        [property: JsonPropertyName("value")] double? Value,
        [property: JsonPropertyName("time")] bool IsTime,
        [property: JsonPropertyName("region")] BoxPart? Region)
    {
        public static TextPart? Of(TextQuery? text) => text is null
            ? null
            : new TextPart(
                text.Phrase,
                text.Number?.Change.ToWord(),
                text.Number?.Value,
                text.Number?.IsTime == true,
                text.Region is { } box ? new BoxPart(box.Left, box.Top, box.Width, box.Height) : null);

        public TextQuery ToQuery() => new()
        {
            Phrase = Phrase,
            Number = (Change, Value) switch
            {
                (null, null) => null,
                ({ } word, { } value) when NumberChangeWords.Find(word) is { } change => new NumberTest(change, value, IsTime),
                _ => throw new JsonException("What the number must do can't be read."),
            },
            Region = Region is { } box ? new Box(box.Left, box.Top, box.Width, box.Height) : null,
        };
    }

    internal sealed record PicturePart(
        [property: JsonPropertyName("sha256")] string Sha256,
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("disprovable")] bool CanBeDisproved);

    internal sealed record BoxPart(
        [property: JsonPropertyName("left")] double Left,
        [property: JsonPropertyName("top")] double Top,
        [property: JsonPropertyName("width")] double Width,
        [property: JsonPropertyName("height")] double Height);

    private sealed record First(
        [property: JsonPropertyName("Labels")] IReadOnlyList<string> Labels,
        [property: JsonPropertyName("WindowStart")] TimeSpan WindowStart,
        [property: JsonPropertyName("WindowEnd")] TimeSpan? WindowEnd,
        [property: JsonPropertyName("Times")] int Times,
        [property: JsonPropertyName("Threshold")] double Threshold)
    {
        public Criterion ToCriterion() =>
            new CriterionDocument(1, Labels, null, null, WindowStart, WindowEnd, Times, Threshold).ToCriterion();
    }
}
