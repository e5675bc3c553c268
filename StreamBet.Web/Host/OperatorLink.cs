using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace StreamBet.Web.Host;

/// <summary>The one-time link by which whoever can read the server's terminal signs in as its operator.</summary>
internal sealed class OperatorLink(IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public const string Path = "/operator";

    private string? _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether this is the token, which no longer is one afterwards.</summary>
    public bool TryUse(string token)
    {
        var current = Volatile.Read(ref _token);
        return current is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(current), Encoding.UTF8.GetBytes(token))
            && Interlocked.CompareExchange(ref _token, null, current) == current;
    }

    // On the terminal and not in the log, which others may read and which is kept.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            if (address is not null)
            {
                Console.Out.WriteLine($"StreamBet is ready: {address}");
                Console.Out.WriteLine($"Sign in as its operator, once: {address}{Path}?token={_token}");
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
