using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace StreamBet.Tests.Support.Aws;

/// <summary>AWS JSON 1.1: a header names the operation, and an error names its type in the body.</summary>
internal static class RekognitionWire
{
    private const string ContentType = "application/x-amz-json-1.1";
    private const string TargetPrefix = "RekognitionService.";

    /// <summary>Whether a request follows this protocol.</summary>
    public static bool IsProper(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path == "/"
        && request.ContentType == ContentType && Target(request).StartsWith(TargetPrefix, StringComparison.Ordinal);

    /// <summary>Reads a whole call.</summary>
    public static async Task<RekognitionCall> ReadAsync(
        HttpRequest request, DateTimeOffset at, CancellationToken cancellationToken)
    {
        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken) as JsonObject;
        }
        catch (JsonException)
        {
            // The code that needs the body reports that it is missing.
            body = null;
        }

        return new RekognitionCall(
            Target(request).Replace(TargetPrefix, "", StringComparison.Ordinal),
            SigV4.AccessKeyOf(request, "rekognition"), at, body);
    }

    /// <summary>An error in the service's format.</summary>
    public static Answer Word(Fault.Error error) => Json(error.Status, new JsonObject
    {
        ["__type"] = error.Code,
        ["Code"] = error.Code,
        ["Message"] = error.Message,
        ["Logref"] = Guid.NewGuid().ToString(),
    });

    /// <summary>A JSON answer.</summary>
    public static Answer Json(int status, JsonObject body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        return new Answer(status, ContentType, new MemoryStream(bytes))
        {
            Headers =
            [
                new("x-amzn-RequestId", [Guid.NewGuid().ToString()]),
                new("Content-Length", [bytes.Length.ToString(CultureInfo.InvariantCulture)]),
            ],
        };
    }

    private static string Target(HttpRequest request) => request.Headers["X-Amz-Target"].ToString();
}
