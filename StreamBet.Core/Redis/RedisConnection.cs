using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Redis;

/// <summary>The connection to Redis. An outage is noticed by whoever asks and by a look every two seconds; until Redis can be written to
/// again, nobody asks it.</summary>
public sealed partial class RedisConnection : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly string _setting;
    private readonly ThisServer _self;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisConnection> _logger;
    private ConnectionMultiplexer? _multiplexer;
    private int _isAway;

    /// <summary>Makes it; nothing is connected yet.</summary>
    /// <param name="setting">The connection string.</param>
    /// <param name="self">This server, by whose key the names in Redis begin.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log, in which the setting never is.</param>
    public RedisConnection(string setting, ThisServer self, TimeProvider time, ILogger<RedisConnection> logger) =>
        (_setting, _self, _time, _logger) = (setting, self, time, logger);

    /// <summary>Whether Redis can't be used at the moment.</summary>
    public bool IsAway => Volatile.Read(ref _isAway) == 1;

    /// <summary>The connection itself.</summary>
    /// <exception cref="InvalidOperationException">It was not opened yet.</exception>
    public IConnectionMultiplexer Multiplexer =>
        _multiplexer ?? throw new InvalidOperationException("Redis is asked before it is connected.");

    /// <summary>What all names in Redis begin with. Servers that share a data directory share it, and no others do.</summary>
    public string Prefix => $"streambet:{_self.KeyId}:";

    /// <summary>Connects for the first time. From then on a connection that breaks is made again.</summary>
    /// <exception cref="UnusableRedisException">Redis can't be reached or written to.</exception>
    public async Task OpenAsync()
    {
        try
        {
            _multiplexer = await ConnectAsync();
            await ProbeAsync();
        }
        catch (Exception fault)
        {
            throw new UnusableRedisException(WhyNot(fault), fault);
        }
    }

    /// <summary>Whether an exception says that Redis did not do what it was asked.</summary>
    public static bool IsFault(Exception fault) => fault is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException;

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isAway, 0) == 1)
            Metrics.RedisAway.Add(-1);
        _multiplexer?.Dispose();
        base.Dispose();
    }

    /// <summary>Asks Redis.</summary>
    /// <returns>The answer; null if there is none now.</returns>
    internal async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> ask)
        where T : struct
    {
        if (IsAway)
            return null;
        try
        {
            return await ask(Multiplexer.GetDatabase());
        }
        catch (Exception fault)
        {
            SetAway(fault);
            return null;
        }
    }

    /// <summary>A connection of its own.</summary>
    internal Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync(RedisSetting.Parse(_setting));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await ProbeAsync();
                SetBack();
            }
            catch (Exception fault)
            {
                SetAway(fault);
            }
        }
    }

    // One that can be read and not written to, since it is full or a replica, is of no use.
    private Task<bool> ProbeAsync() => Multiplexer.GetDatabase().StringSetAsync($"{Prefix}seen:{_self.Id:N}", 1, Life);

    private void SetAway(Exception fault)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 1)
            return;
        Metrics.RedisAway.Add(1);
        LogAway(fault);
    }

    private void SetBack()
    {
        if (Interlocked.Exchange(ref _isAway, 0) == 0)
            return;
        Metrics.RedisAway.Add(-1);
        LogBack();
    }

    private string WhyNot(Exception fault)
    {
        var where = string.Join(", ", RedisSetting.Parse(_setting).EndPoints);
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure })
                return $"Redis at {where} refuses the user or the password.";
            if (cause is RedisServerException refused)
                return $"Redis at {where} refuses a write: {refused.Message}";
        }

        return $"Redis at {where} cannot be reached, or takes no writes.";
    }

    [LoggerMessage(430, LogLevel.Warning,
        "Redis can't be used. Limits are counted by each server alone, and pages may show late what happens on other servers, until it is back.")]
    private partial void LogAway(Exception exception);

    [LoggerMessage(431, LogLevel.Information, "Redis is back.")]
    private partial void LogBack();
}

/// <summary>Redis can't be used; the message says why.</summary>
public sealed class UnusableRedisException(string message, Exception inner) : Exception(message, inner);
