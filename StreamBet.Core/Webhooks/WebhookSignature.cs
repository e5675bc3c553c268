using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StreamBet.Core.Webhooks;

/// <summary>Signs messages by the Standard Webhooks specification, version 1: HMAC-SHA256 over the message's id, the time of the attempt
/// and the body.</summary>
public static class WebhookSignature
{
    /// <summary>What secrets start with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The length of the key in a new secret, in bytes.</summary>
    public const int KeyBytes = 32;

    /// <summary>A new random secret: the prefix, and the key in base64.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The secret, with its prefix.</param>
    /// <param name="messageId">The value of the header <c>webhook-id</c>.</param>
    /// <param name="at">When it is sent; the header <c>webhook-timestamp</c> has its whole seconds since 1970.</param>
    /// <param name="body">The body, exactly as it is sent.</param>
    /// <exception cref="FormatException">The secret is not one.</exception>
    public static string Sign(string secret, string messageId, DateTimeOffset at, string body)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            throw new FormatException("The secret lacks its prefix.");
        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        var signed = Encoding.UTF8.GetBytes($"{messageId}.{Seconds(at)}.{body}");
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }

    /// <summary>The value of the header <c>webhook-timestamp</c>.</summary>
    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
