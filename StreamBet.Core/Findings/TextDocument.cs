using System.Text.Json.Serialization;

namespace StreamBet.Core.Findings;

/// <summary>The text that was read in a clip, in stored analyses.</summary>
internal sealed record TextDocument(
    [property: JsonPropertyName("readers")] IReadOnlyList<string> Readers,
    [property: JsonPropertyName("coverage")] CoverageDocument Coverage,
    [property: JsonPropertyName("residue")] double? Residue,
    [property: JsonPropertyName("out_of_bounds")] string? OutOfBounds,
    [property: JsonPropertyName("lines")] IReadOnlyList<TextDocument.Line> Lines)
{
    public static TextDocument Of(TextFindings text) => new(
        text.Readers, CoverageDocument.Of(text.Coverage), text.Residue, text.OutOfBounds,
        [.. text.Lines.Select(line => new Line(line.Text, line.SecondText, [.. line.Sightings.Select(SeenDocument.Of)]))]);

    public TextFindings ToText() => new(
        [.. Lines.Select(line => new DetectedText(line.Text, line.SecondText, [.. line.Sightings.Select(seen => seen.ToSighting())]))],
        Coverage.ToCoverage(),
        Readers)
    {
        Residue = Residue,
        OutOfBounds = OutOfBounds,
    };

    internal sealed record Line(
        [property: JsonPropertyName("text")] string Text,
        [property: JsonPropertyName("second_text")] string? SecondText,
        [property: JsonPropertyName("sightings")] IReadOnlyList<SeenDocument> Sightings);
}

/// <summary>A sighting, in stored analyses.</summary>
internal sealed record SeenDocument(
    [property: JsonPropertyName("at")] TimeSpan At,
    [property: JsonPropertyName("confidence")] double Confidence,
    [property: JsonPropertyName("doubt")] double? Doubt,
    [property: JsonPropertyName("boxes")] IReadOnlyList<BoxDocument> Boxes)
{
    public static SeenDocument Of(Sighting sighting) => new(
        sighting.At, sighting.Confidence, sighting.Doubt, [.. sighting.Instances.Select(BoxDocument.Of)]);

    public Sighting ToSighting() => new(At, Confidence, [.. Boxes.Select(box => box.ToInstance())]) { Doubt = Doubt };
}
