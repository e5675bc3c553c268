using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>The one-time link that signs in the server's operator. It is shown on the terminal; where there is none, a supervisor
/// keeps what is printed, so it is left in a file that only the server's own user can read.</summary>
internal sealed class OperatorLink(IServer server, IHostApplicationLifetime lifetime, IOptions<StreamBetOptions> options)
    : IHostedService
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "operator-link";

    public const string Path = "/operator";

    /// <summary>Why the link signs nobody in, and what to do.</summary>
    public const string WhyNot =
        "This sign-in link is incomplete, has already been used or has expired. Restart the server: the new link is "
        + "printed on its terminal or, where it has none, left in the file operator-link of the data directory.";

    private string? _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether the token is valid; a valid token is used up.</summary>
    /// <param name="token">The token; null if none was sent.</param>
    public bool TryUse(string? token)
    {
        var current = Volatile.Read(ref _token);
        if (current is null || token is null
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(current), Encoding.UTF8.GetBytes(token))
            || Interlocked.CompareExchange(ref _token, null, current) != current)
        {
            return false;
        }

        File.Delete(FilePath);
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        File.Delete(FilePath); // Of an earlier start.
        lifetime.ApplicationStarted.Register(() =>
        {
            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            if (address is null)
                return;
            Console.Out.WriteLine($"StreamBet is ready: {address}");
            var link = $"{address}{Path}?token={_token}";
            if (!Console.IsOutputRedirected)
            {
                Console.Out.WriteLine($"Sign in as its operator, once: {link}");
                return;
            }

            OwnFile.Write(FilePath, link);
            Console.Out.WriteLine($"The link that signs in its operator, once, is in {FilePath}");
        });
        return Task.CompletedTask;
    }

    private string FilePath => System.IO.Path.Combine(options.Value.DataDirectory, FileName);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        File.Delete(FilePath);
        return Task.CompletedTask;
    }
}
