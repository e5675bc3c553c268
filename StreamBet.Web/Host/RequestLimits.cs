using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Servers;

namespace StreamBet.Web.Host;

/// <summary>Limits requests and open connections by network address. What a request does, such as opening a market, has limits of
/// its own (<see cref="AddressLimits"/>), since pages do the same over their circuits. The framework's middleware would do too, but
/// it never ends the timers of its limiters, which keep an application that has stopped in memory.</summary>
internal sealed class RequestLimits : IMiddleware, IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<HttpContext> _open = PartitionedRateLimiter.Create<HttpContext, string>(Open);
    private readonly PartitionedRateLimiter<HttpContext> _requests = PartitionedRateLimiter.Create<HttpContext, string>(Requests);

    /// <summary>Refuses a request when its address has used up a limit, and holds its place while it is open.</summary>
    /// <exception cref="RefusedException">The address has used up its limit (429).</exception>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
        {
            await next(context);
            return;
        }

        using var place = await AcquireAsync(_open, context);
        using var request = await AcquireAsync(_requests, context);
        await next(context);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open.Dispose();
        _requests.Dispose();
    }

    private static async ValueTask<RateLimitLease> AcquireAsync(PartitionedRateLimiter<HttpContext> limiter, HttpContext context)
    {
        // Most are acquired at once; a limit that servers share may have to ask.
        var lease = limiter.AttemptAcquire(context);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            lease = await limiter.AcquireAsync(context, cancellationToken: context.RequestAborted);
        }

        return lease.IsAcquired ? lease : throw Refused(context, lease);
    }

    private static RateLimitPartition<string> Requests(HttpContext context)
    {
        // Styles, scripts and fonts are cached by browsers and cost little.
        if (IsUnlimited(context) || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return RateLimitPartition.GetNoLimiter("");
        var (limit, shared) = (LimitsOf(context).ReadsPerMinute, SharedOf(context));
        var bucket = new TokenBucket(limit, Math.Max(1, limit / 60), limit < 60 ? Minute / limit : Minute / 60);
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = bucket.Limit,
            TokensPerPeriod = bucket.Tokens,
            ReplenishmentPeriod = bucket.Period,
        };
        return shared.IsShared
            ? RateLimitPartition.Get(
                context.Address(),
                address => new SharedBucketLimiter(shared, $"requests:{address}", bucket, new TokenBucketRateLimiter(options)))
            : RateLimitPartition.GetTokenBucketLimiter(context.Address(), _ => options);
    }

    private static RateLimitPartition<string> Open(HttpContext context)
    {
        if (IsUnlimited(context) || !StaysOpen(context))
            return RateLimitPartition.GetNoLimiter("");
        var (limit, shared) = (LimitsOf(context).Circuits, SharedOf(context));
        var options = new ConcurrencyLimiterOptions { PermitLimit = limit };
        return shared.IsShared
            ? RateLimitPartition.Get(
                context.Address(), address => new SharedPlaceLimiter(shared, $"open:{address}", limit, new ConcurrencyLimiter(options)))
            : RateLimitPartition.GetConcurrencyLimiter(context.Address(), _ => options);
    }

    // Who has an account of the operator's has no limits.
    private static bool IsUnlimited(HttpContext context) => context.FindCaller() is { IsGuest: false };

    private static ISharedLimits SharedOf(HttpContext context) => context.RequestServices.GetRequiredService<ISharedLimits>();

    private static LimitOptions LimitsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<StreamBetOptions>>().Value.Limits;

    // A tab's circuit, or the events of a job or an overlay.
    private static bool StaysOpen(HttpContext context) =>
        context.Request.Path.StartsWithSegments(IdentitySetup.CircuitPath) || EventStream.IsAsked(context);

    private static RefusedException Refused(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > TimeSpan.Zero ? after : TimeSpan.FromSeconds(1);
        return new RefusedException(new Refusal(
            RefusalKind.TooMany, "rate_limited",
            StaysOpen(context)
                ? "Too many pages are open at your network address. Close one, and load this one again."
                : "Too many requests come from your network address. Wait a moment, and try again.")
        {
            RetryAfter = wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait,
        });
    }
}
