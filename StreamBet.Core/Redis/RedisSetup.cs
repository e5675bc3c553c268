using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Redis;

/// <summary>Registers what servers do over Redis.</summary>
public static class RedisSetup
{
    /// <summary>Adds it in place of what the database does and of what each server does alone.</summary>
    /// <param name="services">The services so far, with persistence.</param>
    /// <param name="setting">The connection string; nothing is added if it is empty.</param>
    public static IServiceCollection AddRedis(this IServiceCollection services, string setting) => setting.Length == 0
        ? services
        : services
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<RedisConnection>(provider, setting))
            .AddHostedService(provider => provider.GetRequiredService<RedisConnection>())
            .AddSingleton<IServerLine, RedisLine>()
            .AddSingleton<RedisLimits>()
            .AddSingleton<ISharedLimits>(provider => provider.GetRequiredService<RedisLimits>())
            .AddHostedService(provider => provider.GetRequiredService<RedisLimits>());
}
