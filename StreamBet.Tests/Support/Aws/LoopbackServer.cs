using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StreamBet.Tests.Support.Aws;

/// <summary>A bare web server on a free port of 127.0.0.1.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _application;

    private LoopbackServer(WebApplication application) => _application = application;

    /// <summary>The address it listens on.</summary>
    public Uri Address => new(_application.Urls.Single());

    /// <summary>Serves every request with a handler; the handler's token is cancelled when the caller disconnects or
    /// the server stops. With a certificate it speaks TLS.</summary>
    public static async Task<LoopbackServer> StartAsync(
        Func<HttpContext, CancellationToken, Task> handle, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls($"{(certificate is null ? "http" : "https")}://127.0.0.1:0").ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            if (certificate is not null)
                options.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
        });
        var server = new LoopbackServer(builder.Build());
        server._application.Run(http => server.ServeAsync(http, handle));
        await server._application.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        // Does not wait for callers that still hold a connection open.
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _end.Dispose();
    }

    private async Task ServeAsync(HttpContext http, Func<HttpContext, CancellationToken, Task> handle)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _end.Token);
        try
        {
            await handle(http, gone.Token);
        }
        catch (Exception exception) when (gone.IsCancellationRequested
            && exception is OperationCanceledException or IOException or HttpRequestException)
        {
            // The caller has disconnected or the server is stopping, so there is nobody to answer.
            http.Abort();
        }
    }
}
