using System.Text;
using Microsoft.AspNetCore.DataProtection;
using StreamBet.Core.Webhooks;

namespace StreamBet.Web.Host;

/// <summary>Protects secrets with the keys of the data directory, which the database does not hold.</summary>
internal sealed class SecretProtector(IDataProtectionProvider protection) : ISecretProtector
{
    private readonly IDataProtector _protector = protection.CreateProtector("StreamBet.WebhookSecrets");

    public byte[] Protect(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    public string Unprotect(byte[] secret) => Encoding.UTF8.GetString(_protector.Unprotect(secret));
}
