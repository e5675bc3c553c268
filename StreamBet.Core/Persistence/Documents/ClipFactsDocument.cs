using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Persistence.Documents;

/// <summary>The result of probing a clip, as stored with its job.</summary>
internal sealed record ClipFactsDocument(
    [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
    [property: JsonPropertyName("clip")] VideoDocument Clip)
{
    private const int CurrentVersion = 2;

    public static string Write(VideoMetadata video) =>
        DocumentJson.WriteText(new ClipFactsDocument(CurrentVersion, VideoDocument.Of(video)));

    public static VideoMetadata Read(string text)
    {
        var utf8 = DocumentJson.Bytes(text);
        return DocumentJson.VersionOf(utf8) switch
        {
            1 => DocumentJson.ReadFirstVersion<FirstVideo>(utf8).ToVideo(),
            CurrentVersion => DocumentJson.Read<ClipFactsDocument>(utf8).Clip.ToVideo(),
            var version => throw DocumentJson.UnknownVersion(version),
        };
    }
}
