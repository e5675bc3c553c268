using System.Net;

namespace StreamBet.Core.Aws.Calls;

/// <summary>Ends an attempt only when nothing reads its body any more. .NET may report a broken connection while the
/// body is still being read for it; the SDK then rewinds the same stream for its next attempt, the two readers share one
/// position, and the attempt that succeeds would store other bytes than the file has.</summary>
internal sealed class BodyReadHandler : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not { } body)
            return await base.SendAsync(request, cancellationToken);
        var watched = new WatchedContent(body);
        request.Content = watched;
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // A broken or cancelled connection takes no more bytes, so this is soon; its error is the attempt's own.
            await watched.Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            request.Content = body;
        }
    }

    private sealed class WatchedContent : HttpContent
    {
        private readonly HttpContent _body;

        public WatchedContent(HttpContent body)
        {
            _body = body;
            foreach (var (name, values) in body.Headers)
                Headers.TryAddWithoutValidation(name, values);
        }

        /// <summary>The reading of the body for this attempt; completed when it has not begun.</summary>
        public Task Reading { get; private set; } = Task.CompletedTask;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            Reading = _body.CopyToAsync(stream, context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Headers.ContentLength ?? 0;
            return _body.Headers.ContentLength is not null;
        }
    }
}
