using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Reads the objects of jobs from S3, as the service itself does.</summary>
internal sealed class RekognitionObjects : IDisposable
{
    private readonly HttpClient _s3 = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Reads an object whole and returns its SHA-256 in lower-case hex; null when it cannot be read.</summary>
    /// <param name="endpoint">Where it is (path-style).</param>
    /// <param name="s3Object">Its bucket and name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<string?> ReadAsync(Uri endpoint, JsonNode s3Object, CancellationToken cancellationToken)
    {
        var key = string.Join('/', ((string)s3Object["Name"]!).Split('/').Select(Uri.EscapeDataString));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(endpoint, $"/{(string)s3Object["Bucket"]!}/{key}"));
        request.Headers.TryAddWithoutValidation(
            "Authorization", SigV4.Header(RekognitionEmulator.ServiceAccessKey, "s3"));
        using var response = await _s3.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return null;
        await using var bytes = await response.Content.ReadAsStreamAsync(cancellationToken);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _s3.Dispose();
}
