using System.Threading.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
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
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(Requests), PartitionedRateLimiter.Create<HttpContext, string>(Open));
        limiter.OnRejected = (rejected, _) => throw Refused(rejected.HttpContext, rejected.Lease);
    });

    private static RateLimitPartition<string> Requests(HttpContext context)
    {
        // Styles, scripts and fonts are cached by browsers and cost little.
        if (IsUnlimited(context) || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return RateLimitPartition.GetNoLimiter("");
        var limit = LimitsOf(context).ReadsPerMinute;
        return RateLimitPartition.GetTokenBucketLimiter(
            context.Address(),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limit,
                TokensPerPeriod = Math.Max(1, limit / 60),
                ReplenishmentPeriod = limit < 60 ? Minute / limit : Minute / 60,
            });
    }

    private static RateLimitPartition<string> Open(HttpContext context) => IsUnlimited(context) || !StaysOpen(context.Request)
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetConcurrencyLimiter(
            context.Address(), _ => new ConcurrencyLimiterOptions { PermitLimit = LimitsOf(context).Circuits });

    // Who has an account of the operator's has no limits.
    private static bool IsUnlimited(HttpContext context) => context.FindCaller() is { IsGuest: false };

    private static LimitOptions LimitsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<StreamBetOptions>>().Value.Limits;

    // A tab's circuit, or the events of a job or an overlay.
    private static bool StaysOpen(HttpRequest request) => request.Path.StartsWithSegments(IdentitySetup.CircuitPath)
        || ((request.Path.StartsWithSegments("/api/jobs") || request.Path.StartsWithSegments("/overlay"))
            && request.Path.Value!.EndsWith("/events", StringComparison.Ordinal));

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
