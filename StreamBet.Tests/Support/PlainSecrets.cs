using System.Text;
using StreamBet.Core.Webhooks;

namespace StreamBet.Tests.Support;

/// <summary>Keeps the secrets of webhooks as they are.</summary>
internal sealed class PlainSecrets : ISecretProtector
{
    public byte[] Protect(string secret) => Encoding.UTF8.GetBytes(secret);

    public string Unprotect(byte[] secret) => Encoding.UTF8.GetString(secret);
}
