using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Findings;

/// <summary>An analysis as stored, served and referred to by the digest in a receipt: JSON in UTF-8. Writes version 5, or 4 where no
/// part of the clip is unclear, which a server of the version before reads too;
/// older ones are served unchanged.</summary>
public static class AnalysisDocument
{
    internal const int CurrentVersion = 5;

    private const int ClearVersion = 4;

    /// <summary>The analysis as a document of the current version.</summary>
    public static byte[] Write(ClipAnalysis analysis) => DocumentJson.Write(Analysis.Of(analysis));

    /// <summary>Reads an analysis of any version.</summary>
    /// <exception cref="JsonException">The document is invalid: a member is missing, unknown or of the wrong
    /// type.</exception>
    public static ClipAnalysis Read(ReadOnlySpan<byte> utf8) => DocumentJson.VersionOf(utf8) switch
    {
        1 => DocumentJson.ReadFirstVersion<FirstAnalysis>(utf8).ToAnalysis(),
        2 => DocumentJson.ReadWithout<Analysis>(utf8, "text", "pictures", "unclear").ToAnalysis(),
        3 => DocumentJson.ReadWithout<Analysis>(utf8, "pictures", "unclear").ToAnalysis(),
        ClearVersion => DocumentJson.ReadWithout<Analysis>(utf8, "unclear").ToAnalysis(),
        CurrentVersion => DocumentJson.Read<Analysis>(utf8).ToAnalysis(),
        var version => throw DocumentJson.UnknownVersion(version),
    };

    private sealed record Analysis(
        [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
        [property: JsonPropertyName("analyzer")] Analyzer Analyzer,
        [property: JsonPropertyName("clip")] VideoDocument Clip,
        [property: JsonPropertyName("analysed_sha256")] string? AnalysedSha256,
        [property: JsonPropertyName("coverage")] CoverageDocument Coverage,
        [property: JsonPropertyName("labels")] IReadOnlyList<Label> Labels,
        [property: JsonPropertyName("text")] TextDocument? Text,
        [property: JsonPropertyName("pictures")] PictureDocument? Pictures,
        [property: JsonPropertyName("calibration")] Certainty? Calibration,
        [property: JsonPropertyName("residues")] IReadOnlyDictionary<string, double> Residues,
        [property: JsonPropertyName("unclear"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Stretch>? Unclear)
    {
        public static Analysis Of(ClipAnalysis analysis) => new(
            analysis.Unclear.Count > 0 ? CurrentVersion : ClearVersion,
            new Analyzer(
                analysis.Analyzer.Name, analysis.Analyzer.Version,
                [.. analysis.Analyzer.Models.Select(model => new Model(model.Name, model.Digest))]),
            VideoDocument.Of(analysis.Video),
            analysis.AnalysedSha256,
            CoverageDocument.Of(analysis.Coverage),
            [.. analysis.Labels.Select(Label.Of)],
            analysis.Text is { } text ? TextDocument.Of(text) : null,
            analysis.Pictures is { } pictures ? PictureDocument.Of(pictures) : null,
            analysis.Calibration is { } calibration
                ? new Certainty(calibration.Id, calibration.Prior, calibration.IsWithinBounds, calibration.OutOfBounds)
                : null,
            new SortedDictionary<string, double>(analysis.Residues.ToDictionary(), StringComparer.Ordinal),
            analysis.Unclear.Count > 0 ? [.. analysis.Unclear.Select(Stretch.Of)] : null);

        public ClipAnalysis ToAnalysis() => new(
            new AnalyzerIdentity(
                Analyzer.Name, Analyzer.Version,
                [.. Analyzer.Models.Select(model => new ModelIdentity(model.Name, model.Digest))]),
            Clip.ToVideo(),
            Coverage.ToCoverage(),
            [.. Labels.Select(label => label.ToLabel())])
        {
            AnalysedSha256 = AnalysedSha256,
            Text = Text?.ToText(),
            Pictures = Pictures?.ToFindings(),
            Calibration = Calibration is null
                ? null
                : new Calibration(Calibration.Id, Calibration.Prior, Calibration.IsWithinBounds, Calibration.OutOfBounds),
            Residues = Residues,
            Unclear = [.. (Unclear ?? []).Select(part => part.ToStretch())],
        };
    }

    private sealed record Stretch(
        [property: JsonPropertyName("why")] string Why,
        [property: JsonPropertyName("from")] TimeSpan From,
        [property: JsonPropertyName("to")] TimeSpan To)
    {
        private static readonly (Unclarity Why, string Word)[] Words =
        [
            (Unclarity.Dark, "dark"), (Unclarity.Bright, "bright"), (Unclarity.Flat, "flat"), (Unclarity.Still, "still"),
            (Unclarity.Turned, "turned"),
        ];

        public static Stretch Of(UnclearStretch part) => new(Words.First(known => known.Why == part.Why).Word, part.From, part.To);

        public UnclearStretch ToStretch() => Array.FindIndex(Words, known => known.Word == Why) is >= 0 and var place
            ? new UnclearStretch(Words[place].Why, From, To)
            : throw new JsonException($"\"{Why}\" is no reason why a part of a clip is unclear.");
    }

    private sealed record Certainty(
        [property: JsonPropertyName("id")] string Id,
        [property: JsonPropertyName("prior")] double Prior,
        [property: JsonPropertyName("within_bounds")] bool IsWithinBounds,
        [property: JsonPropertyName("out_of_bounds")] string? OutOfBounds);

    private sealed record Analyzer(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("version")] string Version,
        [property: JsonPropertyName("models")] IReadOnlyList<Model> Models);

    private sealed record Model(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("digest")] string Digest);

    private sealed record Label(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("category")] string Category,
        [property: JsonPropertyName("activity")] bool IsActivity,
        [property: JsonPropertyName("sightings")] IReadOnlyList<SeenDocument> Sightings)
    {
        public static Label Of(DetectedLabel label) =>
            new(label.Name, label.Category, label.IsActivity, [.. label.Sightings.Select(SeenDocument.Of)]);

        public DetectedLabel ToLabel() =>
            new(Name, Category, IsActivity, [.. Sightings.Select(seen => seen.ToSighting())]);
    }
}
