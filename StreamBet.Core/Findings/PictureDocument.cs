using System.Text.Json.Serialization;

namespace StreamBet.Core.Findings;

/// <summary>The reference pictures that a clip was searched for, in stored analyses.</summary>
internal sealed record PictureDocument(
    [property: JsonPropertyName("coverage")] CoverageDocument Coverage,
    [property: JsonPropertyName("found")] IReadOnlyList<PictureDocument.Found> Pictures)
{
    public static PictureDocument Of(PictureFindings findings) => new(
        CoverageDocument.Of(findings.Coverage),
        [
            .. findings.Pictures.Select(picture => new Found(
                picture.Sha256, picture.Residue, picture.OutOfBounds, [.. picture.Sightings.Select(SeenDocument.Of)])),
        ]);

    public PictureFindings ToFindings() => new([.. Pictures.Select(picture => picture.ToPicture())], Coverage.ToCoverage());

    internal sealed record Found(
        [property: JsonPropertyName("sha256")] string Sha256,
        [property: JsonPropertyName("residue")] double? Residue,
        [property: JsonPropertyName("out_of_bounds")] string? OutOfBounds,
        [property: JsonPropertyName("sightings")] IReadOnlyList<SeenDocument> Sightings)
    {
        public DetectedPicture ToPicture() => new(Sha256, [.. Sightings.Select(seen => seen.ToSighting())])
        {
            Residue = Residue,
            OutOfBounds = OutOfBounds,
        };
    }
}
