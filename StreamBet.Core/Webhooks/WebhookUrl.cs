using System.Net;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Webhooks;

/// <summary>Checks where messages may go. Names are looked up and checked at each connection, not here.</summary>
internal static class WebhookUrl
{
    private const int MaxLength = 500;

    /// <summary>The URL.</summary>
    /// <exception cref="RefusedException">It is invalid, or this server's settings don't allow it (422).</exception>
    public static Uri Check(string? text, WebhookOptions options)
    {
        if (text is null || text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw Wrong($"The URL must be an address such as https://example.org/hook, of at most {MaxLength} characters, without a name, "
                + "a password or a #.");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !options.AllowHttp)
            throw Wrong("The URL must start with https. This server's operator can allow http with StreamBet:Webhooks:AllowHttp.");
        if (IPAddress.TryParse(url.IdnHost, out var address) && !options.AllowPrivateAddresses && !PublicAddress.Is(address))
            throw Wrong(NotPublicException.Sentence);
        return url;
    }

    private static RefusedException Wrong(string sentence) => new(RefusalKind.Unprocessable, "webhook_url", sentence);
}

/// <summary>A name leads to no address of the public internet.</summary>
internal sealed class NotPublicException() : IOException(Sentence)
{
    public const string Sentence = "Its address is not of the public internet. This server's operator can allow private ones with "
        + "StreamBet:Webhooks:AllowPrivateAddresses.";
}
