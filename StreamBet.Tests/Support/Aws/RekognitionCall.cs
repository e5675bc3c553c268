using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A call to Rekognition.</summary>
/// <param name="operation">Such as StartLabelDetection.</param>
/// <param name="accessKey">Who signed it; null when nobody did.</param>
/// <param name="at">When it came.</param>
/// <param name="body">The input; null when it is not a JSON object.</param>
internal sealed class RekognitionCall(string operation, string? accessKey, DateTimeOffset at, JsonObject? body)
    : RecordedCall(operation, accessKey, at)
{
    public JsonObject? Body { get; } = body;
}
