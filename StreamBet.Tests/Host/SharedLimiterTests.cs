using System.Threading.RateLimiting;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

public sealed class SharedLimiterTests
{
    private static readonly TimeSpan Unused = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task A_limiter_that_has_to_ask_is_in_use_and_is_not_forgotten()
    {
        var bucket = new TokenBucket(10, 1, TimeSpan.FromSeconds(1));
        using var own = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = bucket.Limit,
            TokensPerPeriod = bucket.Tokens,
            ReplenishmentPeriod = bucket.Period,
        });
        using var limiter = new SharedBucketLimiter(new Generous(), "requests:192.0.2.1", bucket, own);
        await Eventually.IsTrueAsync(() => limiter.IdleDuration > Unused, "nobody uses it");

        using var lease = await limiter.AcquireAsync();

        lease.IsAcquired.Should().BeTrue();
        limiter.IdleDuration.Should().BeLessThan(Unused);
    }

    // Has whatever is asked for.
    private sealed class Generous : ISharedLimits
    {
        public bool IsShared => true;

        public ValueTask<TimeSpan?> CountAsync(string name, int count, int limit, TimeSpan window) => new(TimeSpan.Zero);

        public ValueTask<(int Granted, TimeSpan Wait)?> DrawAsync(string name, int wanted, TokenBucket bucket) =>
            new((wanted, TimeSpan.Zero));

        public ValueTask<bool?> TakePlaceAsync(string name, Guid place, int limit) => new(true);

        public void FreePlace(string name, Guid place)
        {
        }
    }
}
