using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A call to Rekognition.</summary>
/// <param name="operation">The operation, such as StartLabelDetection.</param>
/// <param name="accessKey">The access key that signed it; null when it is unsigned.</param>
/// <param name="at">When it arrived.</param>
/// <param name="body">The input; null when it is not a JSON object.</param>
internal sealed class RekognitionCall(string operation, string? accessKey, DateTimeOffset at, JsonObject? body)
    : RecordedCall(operation, accessKey, at)
{
    public JsonObject? Body { get; } = body;
}
