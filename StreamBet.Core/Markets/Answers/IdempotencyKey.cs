using System.Security.Cryptography;
using System.Text;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Markets.Answers;

/// <summary>The name that a caller gives to a request, so that they can send it again without a second effect.</summary>
/// <param name="PersonId">The caller; two callers may use the same key.</param>
/// <param name="Key">What they call it, 1 to <see cref="MaxLength"/> printable ASCII characters.</param>
/// <param name="Digest">What they ask: SHA-256 of path and body, 64 lower-case hex digits.</param>
public sealed record IdempotencyKey(string PersonId, string Key, string Digest)
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Checks a key.</summary>
    /// <param name="personId">The caller.</param>
    /// <param name="key">The key as they sent it.</param>
    /// <param name="path">Where they sent it.</param>
    /// <param name="body">The body; equal requests must have equal bytes.</param>
    /// <exception cref="RefusedException">The key is empty, too long or not printable ASCII (422).</exception>
    public static IdempotencyKey Of(string personId, string key, string path, ReadOnlySpan<byte> body)
    {
        if (key.Length is 0 or > MaxLength || key.Any(character => character is < ' ' or > '~'))
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "idempotency_key",
                $"The header Idempotency-Key must be 1 to {MaxLength} printable ASCII characters, sent once, such as a UUID.");
        }

        return new IdempotencyKey(
            personId, key, Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(path), (byte)'\n', .. body])));
    }
}
