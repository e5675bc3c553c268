using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Webhooks;

/// <summary>Sends messages over HTTP. Whoever makes a webhook chooses where this server connects to, so each connection goes to an
/// address that was checked after the name was looked up, and no answer can lead elsewhere.</summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    /// <summary>How long a receiver has, from the lookup of its name to the end of its answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How much of an answer's body is read, in bytes. It is not used.</summary>
    public const int MaxAnswerBytes = 4096;

    // More addresses of one name are not tried.
    private const int MaxAddresses = 4;

    // Left to itself, the system takes tens of megabytes of an endless answer before anybody reads them.
    private const int ReceiveBufferBytes = 64 * 1024;

    private readonly IHostResolver _resolver;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>Makes one.</summary>
    /// <param name="resolver">Looks up names.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="trust">Which certificates are trusted; those of the system if null.</param>
    public WebhookSender(IHostResolver resolver, IOptions<StreamBetOptions> options, TimeProvider time, X509ChainPolicy? trust = null)
    {
        (_resolver, _options, _time) = (resolver, options.Value.Webhooks, time);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
            SslOptions = { CertificateChainPolicy = trust },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<WebhookAnswer> SendAsync(Uri url, SignedMessage message, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = Request(url, message);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await ReadSomeAsync(response, either.Token);
            return new WebhookAnswer((int)response.StatusCode, null, response.IsSuccessStatusCode ? null : AskedBy(response));
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested
            && fault is HttpRequestException or IOException or OperationCanceledException or SocketException)
        {
            return new WebhookAnswer(null, Explain(fault, late.IsCancellationRequested));
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(Uri url, SignedMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("StreamBet", null));
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", message.Timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", message.Signature);
        return request;
    }

    // Seconds, or a date.
    private TimeSpan? AskedBy(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - _time.GetUtcNow() : null;

    // A short answer is read to its end so that the connection can be used again; of a long one the rest is never read. An answer that
    // breaks off has been given all the same.
    private static async Task ReadSomeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await body.ReadAtLeastAsync(new byte[MaxAnswerBytes], MaxAnswerBytes, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            // The status counts.
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var found = await _resolver.ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = found.Where(address => _options.AllowPrivateAddresses || PublicAddress.Is(address)).Take(MaxAddresses).ToList();
        if (allowed.Count == 0)
            throw new NotPublicException();
        for (var i = 0; ; i++)
        {
            var socket = new Socket(allowed[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
                ReceiveBufferSize = ReceiveBufferBytes,
            };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[i], context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < allowed.Count - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static string Explain(Exception fault, bool isLate)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case NotPublicException:
                    return NotPublicException.Sentence;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "Its name could not be looked up.";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "Nothing listens there.";
                case AuthenticationException:
                    return "There was no secure connection: its certificate is invalid, or it speaks no TLS.";
            }
        }

        return isLate ? $"It did not answer within {Patience.TotalSeconds} seconds." : "The connection broke.";
    }
}

/// <summary>Looks up names by the system's resolver.</summary>
internal sealed class SystemResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(host, cancellationToken);
}
