using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Host;

/// <summary>Limits requests and open connections by network address. What a request does, such as opening a market, has limits of
/// its own (<see cref="AddressLimits"/>), since pages do the same over their circuits.</summary>
internal static class RequestLimits
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Registers the limits.</summary>
    public static IServiceCollection AddRequestLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
        limiter.OnRejected = (rejected, _) => throw Refused(rejected.HttpContext, rejected.Lease);
    });

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        // Who has an account of the operator's has no limits.
        if (context.FindCaller() is { IsGuest: false })
            return RateLimitPartition.GetNoLimiter("");
        var limits = context.RequestServices.GetRequiredService<IOptions<StreamBetOptions>>().Value.Limits;
        var address = context.Address();
        if (StaysOpen(context.Request))
        {
            return RateLimitPartition.GetConcurrencyLimiter(
                $"open {address}", _ => new ConcurrencyLimiterOptions { PermitLimit = limits.Circuits });
        }

        // Styles, scripts and fonts are cached by browsers and cost little.
        return context.Request.Path.StartsWithSegments("/api") || context.Request.WantsPage()
            ? RateLimitPartition.GetTokenBucketLimiter(
                $"reads {address}",
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = limits.ReadsPerMinute,
                    TokensPerPeriod = Math.Max(1, limits.ReadsPerMinute / 60),
                    ReplenishmentPeriod = limits.ReadsPerMinute < 60 ? Minute / limits.ReadsPerMinute : Minute / 60,
                })
            : RateLimitPartition.GetNoLimiter("");
    }

    // A tab's circuit, or the events of a job.
    private static bool StaysOpen(HttpRequest request) => request.Path.StartsWithSegments(IdentitySetup.CircuitPath)
        || (request.Path.StartsWithSegments("/api/jobs") && request.Path.Value!.EndsWith("/events", StringComparison.Ordinal));

    private static RefusedException Refused(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > TimeSpan.Zero ? after : TimeSpan.FromSeconds(1);
        return new RefusedException(new Refusal(
            RefusalKind.TooMany, "rate_limited",
            StaysOpen(context.Request)
                ? "Too many pages are open at your network address. Close one, and load this one again."
                : "Too many requests come from your network address. Wait a moment, and try again.")
        {
            RetryAfter = wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait,
        });
    }
}
