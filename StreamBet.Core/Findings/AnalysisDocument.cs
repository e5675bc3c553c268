using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Findings;

/// <summary>An analysis as stored, served and referred to by the digest in a receipt: JSON in UTF-8. Writes version 5;
/// older ones are served unchanged.</summary>
public static class AnalysisDocument
{
    internal const int CurrentVersion = 5;

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
        4 => DocumentJson.ReadWithout<Analysis>(utf8, "unclear").ToAnalysis(),
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
        [property: JsonPropertyName("unclear")] IReadOnlyList<Stretch>? Unclear)
    {
        public static Analysis Of(ClipAnalysis analysis) => new(
            CurrentVersion,
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
            [.. analysis.Unclear.Select(Stretch.Of)]);

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
        public static Stretch Of(UnclearStretch part) => new(part.Why.ToString().ToLowerInvariant(), part.From, part.To);

        public UnclearStretch ToStretch() => new(
            Why switch
            {
                "dark" => Unclarity.Dark,
                "bright" => Unclarity.Bright,
                "flat" => Unclarity.Flat,
                "still" => Unclarity.Still,
                "turned" => Unclarity.Turned,
                _ => throw new JsonException($"\"{Why}\" is no reason why a part of a clip is unclear."),
            },
            From,
            To);
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
