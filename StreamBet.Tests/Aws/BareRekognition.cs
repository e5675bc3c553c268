using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>Calls the emulator with nothing between: no retries, no client library.</summary>
internal sealed class BareRekognition(RekognitionEmulator emulator)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Signs the calls; null leaves them unsigned.</summary>
    public string? AccessKey { get; set; } = "AKID";

    /// <summary>The input of a start that is as it should be.</summary>
    public static JsonObject Clip(string? token = null, string bucket = "clips", string key = "clip.mp4")
    {
        var input = new JsonObject
        {
            ["Video"] = new JsonObject { ["S3Object"] = new JsonObject { ["Bucket"] = bucket, ["Name"] = key } },
        };
        if (token is not null)
            input["ClientRequestToken"] = token;
        return input;
    }

    /// <summary>Starts a job that must start.</summary>
    public async Task<string> StartAsync(JsonObject? input = null)
    {
        var (status, answer) = await CallAsync(RekognitionEmulator.Start, input ?? Clip());
        status.Should().Be(HttpStatusCode.OK, answer.ToJsonString());
        return (string)answer["JobId"]!;
    }

    /// <summary>Asks for a job that must be there.</summary>
    public async Task<JsonObject> GetAsync(string jobId, Action<JsonObject>? more = null)
    {
        var input = new JsonObject { ["JobId"] = jobId };
        more?.Invoke(input);
        var (status, answer) = await CallAsync(RekognitionEmulator.Get, input);
        status.Should().Be(HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    /// <summary>Makes a call that must be refused, and says the type of the error.</summary>
    public async Task<(int Status, string Type)> RefusedAsync(string operation, JsonObject input)
    {
        var (status, answer) = await CallAsync(operation, input);
        return ((int)status, (string)answer["__type"]!);
    }

    /// <summary>Makes a call.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Answer)> CallAsync(
        string operation, JsonObject input, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(operation, input, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return (response.StatusCode, JsonNode.Parse(text)!.AsObject());
    }

    /// <summary>Makes a call and reads nothing but the head of its answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string operation, JsonObject input, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, emulator.Address)
        {
            Content = new StringContent(input.ToJsonString(), Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"RekognitionService.{operation}");
        if (AccessKey is not null)
            request.Headers.TryAddWithoutValidation("Authorization", SigV4.Header(AccessKey, "rekognition"));
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
