using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace StreamBet.Web.Host;

/// <summary>The one-time link that signs the person who can read the server's terminal in as its operator.</summary>
internal sealed class OperatorLink(IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public const string Path = "/operator";

    /// <summary>Why the link signs nobody in, and what to do.</summary>
    public const string WhyNot =
        "This sign-in link is incomplete, has already been used or has expired. Restart the server and open the link that it prints.";

    private string? _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether the token is valid; a valid token is used up.</summary>
    /// <param name="token">The token; null if none was sent.</param>
    public bool TryUse(string? token)
    {
        var current = Volatile.Read(ref _token);
        return current is not null && token is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(current), Encoding.UTF8.GetBytes(token))
            && Interlocked.CompareExchange(ref _token, null, current) == current;
    }

    // Written to the terminal, not to the log, which is kept and which others may read.
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
