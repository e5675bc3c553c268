using System.Text.Json.Serialization;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>The stored list of a sheet's frames. Its versions start at 2 because documents of version 1 have none.</summary>
internal sealed record ContactSheetDocument(
    [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
    [property: JsonPropertyName("frames")] IReadOnlyList<ContactSheetDocument.Frame> Frames,
    [property: JsonPropertyName("seen")] IReadOnlyList<ContactSheetDocument.Label> Seen)
{
    private const int CurrentVersion = 2;

    public static byte[] Write(ContactSheet sheet) => DocumentJson.Write(new ContactSheetDocument(
        CurrentVersion,
        [.. sheet.Frames.Select(frame => new Frame(frame.At, frame.Sha256))],
        [.. sheet.Seen.Select(label => new Label(label.Name, label.Confidence, label.At))]));

    public static ContactSheet Read(byte[] utf8)
    {
        if (DocumentJson.VersionOf(utf8) is not CurrentVersion and var version)
            throw DocumentJson.UnknownVersion(version);
        var document = DocumentJson.Read<ContactSheetDocument>(utf8);
        return new ContactSheet(
            [.. document.Frames.Select(frame => new SheetFrame(frame.At, frame.Sha256))],
            [.. document.Seen.Select(label => new SeenLabel(label.Name, label.Confidence, label.At))]);
    }

    internal sealed record Frame(
        [property: JsonPropertyName("at")] TimeSpan At,
        [property: JsonPropertyName("sha256")] string Sha256);

    internal sealed record Label(
        [property: JsonPropertyName("label")] string Name,
        [property: JsonPropertyName("confidence")] double Confidence,
        [property: JsonPropertyName("at")] IReadOnlyList<TimeSpan> At);
}
