using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Servers;

/// <summary>Registers what servers that share a database know of each other.</summary>
public static class ServersSetup
{
    /// <summary>Adds them. The line and the roll come with the database.</summary>
    public static IServiceCollection AddServers(this IServiceCollection services) => services
        .AddSingleton<ThisServer>()
        .AddSingleton<ServerNews>()
        .AddSingleton<LivingServers>()
        .AddHostedService(provider => provider.GetRequiredService<LivingServers>());
}
