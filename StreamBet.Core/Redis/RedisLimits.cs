using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Redis;

/// <summary>Counts in Redis, by its clock and in one round trip each. Everything there expires by itself.</summary>
internal sealed class RedisLimits(RedisConnection redis, TimeProvider time) : BackgroundService, ISharedLimits
{
    /// <summary>How long the places of a server last that dies.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string Count = """
        local used, count = tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1])
        if used + math.max(count, 1) > tonumber(ARGV[2]) then return math.max(redis.call('PTTL', KEYS[1]), 1) end
        if count > 0 and redis.call('INCRBY', KEYS[1], count) == count then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
        return 0
        """;

    private const string Draw = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local limit, rate = tonumber(ARGV[2]), ARGV[3] / ARGV[4]
        local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
        local tokens = math.min(limit, (tonumber(bucket[1]) or limit) + math.max(0, now - (tonumber(bucket[2]) or now)) * rate)
        local granted = math.min(tonumber(ARGV[1]), math.floor(tokens))
        redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens - granted), 'at', string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[1], math.ceil(limit / rate) + 1000)
        return {granted, granted > 0 and 0 or math.ceil((1 - tokens) / rate - 0.001)}
        """;

    private const string Take = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
        if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
        redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        return 1
        """;

    private const string Hold = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        for place = 2, #ARGV do redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[place]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        return 1
        """;

    private static readonly TimeSpan Period = Lease / 3;

    private readonly ConcurrentDictionary<(string Name, Guid Place), bool> _held = new();

    public bool IsShared => true;

    public async ValueTask<TimeSpan?> CountAsync(string name, int count, int limit, TimeSpan window) => await redis.TryAsync(async data =>
        TimeSpan.FromMilliseconds((long)await data.ScriptEvaluateAsync(Count, [Key(name)], [count, limit, Milliseconds(window)])));

    public async ValueTask<(int Granted, TimeSpan Wait)?> DrawAsync(string name, int wanted, TokenBucket bucket) => await redis.TryAsync(async data =>
    {
        var drawn = (long[])(await data.ScriptEvaluateAsync(
            Draw, [Key(name)], [wanted, bucket.Limit, bucket.Tokens, Milliseconds(bucket.Period)]))!;
        return ((int)drawn[0], TimeSpan.FromMilliseconds(drawn[1]));
    });

    public async ValueTask<bool?> TakePlaceAsync(string name, Guid place, int limit)
    {
        var isTaken = await redis.TryAsync(async data =>
            (bool)await data.ScriptEvaluateAsync(Take, [Key(name)], [Milliseconds(Lease), limit, place.ToString("N")]));
        if (isTaken != false)
            _held[(name, place)] = true;
        return isTaken;
    }

    public void FreePlace(string name, Guid place)
    {
        if (_held.TryRemove((name, place), out _))
            _ = redis.TryAsync(data => data.SortedSetRemoveAsync(Key(name), place.ToString("N")));
    }

    /// <summary>Tells Redis which places are still held, also those that it has not heard of.</summary>
    internal Task HoldAsync() => Task.WhenAll(_held.Keys.GroupBy(held => held.Name, held => held.Place).Select(places => redis.TryAsync(async data =>
        (bool)await data.ScriptEvaluateAsync(
            Hold, [Key(places.Key)], [Milliseconds(Lease), .. places.Select(place => (RedisValue)place.ToString("N"))]))));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await HoldAsync();
        }
    }

    private RedisKey Key(string name) => $"{redis.Prefix}limit:{name}";

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
