using System.Security.Cryptography;

namespace StreamBet.Core.Webhooks;

/// <summary>Protects secrets so that the database alone does not tell them.</summary>
public interface ISecretProtector
{
    /// <summary>Protects a secret.</summary>
    byte[] Protect(string secret);

    /// <summary>The secret.</summary>
    /// <exception cref="CryptographicException">It was protected with keys that are gone.</exception>
    string Unprotect(byte[] secret);
}
