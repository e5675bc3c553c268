using System.Net;

namespace StreamBet.Core.Webhooks;

/// <summary>Sends messages.</summary>
public interface IWebhookSender
{
    /// <summary>Sends a message once. Whatever is wrong with the receiver is in the answer.</summary>
    /// <param name="url">Where it goes.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels it; it may have arrived.</param>
    Task<WebhookAnswer> SendAsync(Uri url, SignedMessage message, CancellationToken cancellationToken);
}

/// <summary>A message with its headers.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Timestamp">The header <c>webhook-timestamp</c>.</param>
/// <param name="Signature">The header <c>webhook-signature</c>.</param>
/// <param name="Body">The body, JSON.</param>
public sealed record SignedMessage(string Id, string Timestamp, string Signature, string Body);

/// <summary>Looks up names.</summary>
public interface IHostResolver
{
    /// <summary>The addresses of a host, which may be an address itself.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There are none.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
