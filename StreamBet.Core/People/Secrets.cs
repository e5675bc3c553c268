using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StreamBet.Core.People;

/// <summary>Secrets by which people and programs are known. Only their digests are stored: each is random and too long to be
/// guessed, so a plain SHA-256 hides it.</summary>
public static class Secrets
{
    /// <summary>A new secret of 256 random bits, 43 characters.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The SHA-256 of a secret, 64 lower-case hex digits.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether two digests are the same, in a time that does not tell where they differ.</summary>
    public static bool AreSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
