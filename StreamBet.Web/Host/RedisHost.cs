using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Redis;

namespace StreamBet.Web.Host;

/// <summary>What the application itself does with a Redis that servers share.</summary>
internal static class RedisHost
{
    private const string Key = $"{StreamBetOptions.Section}:{nameof(StreamBetOptions.Redis)}";

    /// <summary>Checks the setting. It is not repeated, since it may contain a password.</summary>
    public static void Check(StreamBetOptions options, List<string> mistakes)
    {
        if (options.Redis.Length == 0)
            return;
        if (!RedisSetting.IsValid(options.Redis))
            mistakes.Add($"{Key} must be a connection string of StackExchange.Redis such as \"redis:6379,password=...\".");
        else if (options.Database == StreamBetOptions.Sqlite)
            mistakes.Add($"{Key} is for servers that share a PostgreSQL database. Set StreamBet:Database to one, or leave {Key} out.");
    }

    /// <summary>Keeps the keys of cookies in it too, and lets servers share what they draw.</summary>
    public static IServiceCollection AddRedisHost(this IServiceCollection services, StreamBetOptions options)
    {
        if (options.Redis.Length == 0)
            return services;
        services.AddOptions<KeyManagementOptions>().Configure<RedisConnection, ILogger<SharedKeys>>((keys, redis, logger) =>
            keys.XmlRepository = new SharedKeys(
                keys.XmlRepository!,
                new(() => new RedisXmlRepository(() => redis.Multiplexer.GetDatabase(), $"{redis.Prefix}keys")),
                () => redis.IsAway, logger));
        services.AddOptions<RedisCacheOptions>().Configure<RedisConnection>((cache, redis) =>
        {
            cache.ConnectionMultiplexerFactory = () => Task.FromResult(redis.Multiplexer);
            cache.InstanceName = redis.Prefix;
        });
        return services.AddStackExchangeRedisCache(_ => { });
    }

    /// <summary>Connects to it, if there is one.</summary>
    /// <exception cref="OptionsValidationException">It can't be used.</exception>
    public static async Task OpenRedisAsync(this WebApplication app)
    {
        try
        {
            if (app.Services.GetService<RedisConnection>() is { } redis)
                await redis.OpenAsync();
        }
        catch (UnusableRedisException wrong)
        {
            throw new OptionsValidationException(StreamBetOptions.Section, typeof(StreamBetOptions), [$"{Key}: {wrong.Message}"]);
        }
    }
}
