using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Webhooks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Webhooks;

/// <summary>Messages over TLS, to a receiver with a real certificate. Only who issued it and the lookup of names are the test's.</summary>
public sealed class SecureReceiverTests
{
    private const string Name = "hooks.example";

    [Theory]
    [InlineData(Name, true, true)]
    [InlineData("other.example", true, false)]
    [InlineData(Name, false, false)]
    public async Task A_message_goes_only_to_who_has_a_trusted_certificate_of_the_name(string certified, bool isTrusted, bool arrives)
    {
        using var certificate = Certify(certified);
        await using var receiver = await HookReceiver.StartAsync(certificate);
        using var sender = new WebhookSender(
            new Loopback(), Options.Create(new StreamBetOptions { Webhooks = new WebhookOptions { AllowPrivateAddresses = true } }),
            TimeProvider.System, isTrusted ? Trusting(certificate) : null);

        var answer = await sender.SendAsync(
            new Uri($"https://{Name}:{receiver.Port}/hook"), new SignedMessage("msg_1", "1614265330", "v1,abc=", "{}"), default);

        receiver.Got.Should().HaveCount(arrives ? 1 : 0);
        answer.IsAccepted.Should().Be(arrives);
        if (!arrives)
            answer.Fault.Should().Contain("certificate is invalid");
    }

    private static X509ChainPolicy Trusting(X509Certificate2 root) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { root },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    private static X509Certificate2 Certify(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Loopback : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
    }
}
