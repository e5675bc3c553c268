using System.Collections.Concurrent;
using System.Security;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A proxy in front of an S3 server that records every call and injects the faults a test asks for. Unlike the
/// server, it refuses unsigned calls.</summary>
internal sealed class FaultyS3 : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Expect"];

    private readonly Uri _server;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<S3Request> _requests = new();
    private readonly ConcurrentDictionary<string, bool> _expired = new();
    private readonly HttpMessageInvoker _client =
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
    private LoopbackServer? _front;

    private FaultyS3(Uri server, TimeProvider time) => (_server, _time) = (server, time);

    /// <summary>The address it listens on: the client's ServiceURL, path-style.</summary>
    public Uri Address => _front!.Address;

    /// <summary>The faults to inject, by operation, such as <see cref="S3Request.UploadPart"/>.</summary>
    public Faults Faults { get; } = new();

    /// <summary>The LifecycleConfiguration (XML) returned for every bucket; null to forward the call to the
    /// server.</summary>
    public string? Lifecycle { get; set; }

    /// <summary>Every call so far, in order of arrival.</summary>
    public IReadOnlyList<S3Request> Requests => [.. _requests];

    /// <summary>Starts listening in front of a server.</summary>
    public static async Task<FaultyS3> StartAsync(S3Server server, TimeProvider? time = null)
    {
        var faulty = new FaultyS3(server.Address, time ?? TimeProvider.System);
        faulty._front = await LoopbackServer.StartAsync(faulty.ServeAsync);
        return faulty;
    }

    /// <summary>Makes calls signed with this access key fail as expired.</summary>
    public void Expire(string accessKey) => _expired[accessKey] = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
            await _front.DisposeAsync();
        _client.Dispose();
    }

    private Task ServeAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var request = new S3Request(http.Request, _time.GetUtcNow());
        _requests.Enqueue(request);
        return request.NoteAsync(Answer.GiveAsync(
            http, Refuse(request) ?? Faults.Take(request.Operation),
            () => PassOnAsync(http, request, cancellationToken), error => Word(error, http.Request.Path),
            cancellationToken));
    }

    private Fault.Error? Refuse(S3Request request) =>
        request.AccessKey is null ? S3Faults.AccessDenied
        : _expired.ContainsKey(request.AccessKey) ? S3Faults.ExpiredToken
        : null;

    private async Task<(Answer Answer, string Outcome)> PassOnAsync(
        HttpContext http, S3Request request, CancellationToken cancellationToken)
    {
        if (request.Operation == S3Request.GetLifecycle && Lifecycle is { } rules)
            return (Xml(200, rules), "OK");
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var message = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_server, target));
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            message.Content = new StreamContent(http.Request.Body);
        else if (http.Request.ContentType is not null)
            message.Content = new ByteArrayContent([]); // starting an upload sends a content type without a body
        foreach (var (name, value) in http.Request.Headers.Where(header => !HopByHop.Contains(header.Key)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value.ToArray()))
                message.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        var response = await _client.SendAsync(message, cancellationToken);
        var status = (int)response.StatusCode;
        return (
            new Answer(status, null, await response.Content.ReadAsStreamAsync(cancellationToken))
            {
                Headers = response.Headers.Concat(response.Content.Headers)
                    .Where(header => !HopByHop.Contains(header.Key))
                    .Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()))
                    .ToList(),
            },
            response.IsSuccessStatusCode ? "OK" : $"HTTP {status}");
    }

    private static Answer Word(Fault.Error error, string path) => Xml(
        error.Status,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + $"<Error><Code>{error.Code}</Code><Message>{SecurityElement.Escape(error.Message)}</Message>"
        + $"<Resource>{SecurityElement.Escape(path)}</Resource><RequestId>{Guid.NewGuid():N}</RequestId>"
        + "<HostId>streambet</HostId></Error>");

    private static Answer Xml(int status, string xml) =>
        new(status, "application/xml", new MemoryStream(Encoding.UTF8.GetBytes(xml)));
}
