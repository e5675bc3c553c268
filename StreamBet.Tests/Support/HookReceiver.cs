using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Support;

/// <summary>What a receiver of webhooks got.</summary>
internal sealed record HookMessage(string Path, string Id, string Timestamp, string Signature, string Body, string? Cookie)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Type => Json.GetProperty("type").GetString()!;

    public long MarketId => Json.GetProperty("data").GetProperty("bet").GetProperty("id").GetInt64();

    /// <summary>Checks the signature as the specification describes it, without the product's code.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"));
        return Signature.Split(' ').Any(signature => signature.StartsWith("v1,", StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(signature[3..]), expected));
    }
}

/// <summary>A receiver of webhooks on a free port of 127.0.0.1. It answers 204 unless a test decides otherwise.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<HookMessage> _got = [];
    private LoopbackServer _server = null!;

    /// <summary>The settings that let webhooks reach it.</summary>
    public static readonly (string Key, string Value)[] Allowed =
        [("StreamBet:Webhooks:AllowHttp", "true"), ("StreamBet:Webhooks:AllowPrivateAddresses", "true")];

    /// <summary>The address of a path.</summary>
    public string At(string path) => new Uri(_server.Address, path).AbsoluteUri;

    /// <summary>The port that it listens on.</summary>
    public int Port => _server.Address.Port;

    /// <summary>All that it got, in the order of arrival.</summary>
    public IReadOnlyList<HookMessage> Got => [.. _got];

    /// <summary>How it answers.</summary>
    public Func<HookMessage, HttpContext, CancellationToken, Task> Answer { get; set; } = (_, http, _) => AnswerAsync(http, 204);

    /// <summary>Starts one; with a certificate it speaks TLS.</summary>
    public static async Task<HookReceiver> StartAsync(X509Certificate2? certificate = null)
    {
        var receiver = new HookReceiver();
        receiver._server = await LoopbackServer.StartAsync(receiver.ReceiveAsync, certificate);
        return receiver;
    }

    /// <summary>Answers with a status alone.</summary>
    public static Task AnswerAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>What came to a path.</summary>
    public IReadOnlyList<HookMessage> GotAt(string path) => [.. _got.Where(message => message.Path == path)];

    /// <summary>Waits until so many messages came to a path.</summary>
    public async Task<IReadOnlyList<HookMessage>> GetAsync(string path, int count)
    {
        await Eventually.IsTrueAsync(() => GotAt(path).Count >= count, $"{count} messages come to {path}");
        return GotAt(path);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http, CancellationToken gone)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        var message = new HookMessage(
            http.Request.Path.Value!, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(),
            headers["webhook-signature"].ToString(), await reader.ReadToEndAsync(gone), headers.Cookie.FirstOrDefault());
        _got.Enqueue(message);
        await Answer(message, http, gone);
    }
}
