using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.People;

/// <summary>What one network address may do only so often.</summary>
public enum LimitedAction
{
    /// <summary>Offering a clip.</summary>
    Offer,

    /// <summary>Opening a market.</summary>
    OpenMarket,

    /// <summary>Staking.</summary>
    Stake,

    /// <summary>Making a webhook.</summary>
    MakeWebhook,

    /// <summary>Checking a receipt.</summary>
    CheckReceipt,

    /// <summary>Sending a reference picture.</summary>
    AddPicture,

    /// <summary>Sending a key that is none of this server's.</summary>
    GuessKey,

    /// <summary>Sending a key of which this server knows nothing yet.</summary>
    ShowKey,
}

/// <summary>Limits by network address, since cookies are free: anyone can be as many guests as they like. Those to whom the operator
/// gave an account have no such limits.</summary>
public sealed class AddressLimits : IDisposable
{
    private readonly Dictionary<LimitedAction, Limit> _limits;

    /// <summary>Reads the limits from the settings.</summary>
    public AddressLimits(IOptions<StreamBetOptions> options, ISharedLimits shared)
    {
        var (limits, hour, minute) = (options.Value.Limits, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        _limits = new()
        {
            [LimitedAction.Offer] = new Limit(shared, LimitedAction.Offer, limits.OffersPerHour, hour, "clips were sent"),
            [LimitedAction.OpenMarket] = new Limit(shared, LimitedAction.OpenMarket, limits.MarketsPerHour, hour, "markets were opened"),
            [LimitedAction.Stake] = new Limit(shared, LimitedAction.Stake, limits.StakesPerMinute, minute, "stakes were placed"),
            [LimitedAction.AddPicture] = new Limit(shared, LimitedAction.AddPicture, limits.PicturesPerHour, hour, "pictures were sent"),
            [LimitedAction.MakeWebhook] = new Limit(shared, LimitedAction.MakeWebhook, limits.WebhooksPerHour, hour, "webhooks were made"),
            [LimitedAction.CheckReceipt] = new Limit(shared, LimitedAction.CheckReceipt, limits.ChecksPerMinute, minute, "receipts were checked"),
            [LimitedAction.GuessKey] = new Limit(shared, LimitedAction.GuessKey, limits.WrongKeysPerMinute, minute, "wrong keys came"),
            [LimitedAction.ShowKey] = new Limit(shared, LimitedAction.ShowKey, limits.ReadsPerMinute, minute, "keys came"),
        };
    }

    /// <summary>Counts an action of this person.</summary>
    /// <exception cref="RefusedException">Their address has used up its limit (429).</exception>
    public ValueTask CountAsync(LimitedAction action, Caller caller) => caller.IsGuest ? _limits[action].EnsureAsync(caller.Address, 1) : default;

    /// <summary>Counts a key of which this server knows nothing yet, and which may be right: it has to be looked up.</summary>
    /// <exception cref="RefusedException">That address sent as many as it may make calls (429).</exception>
    public ValueTask CountKeyAsync(string address) => _limits[LimitedAction.ShowKey].EnsureAsync(address, 1);

    /// <summary>Counts a wrong key.</summary>
    /// <exception cref="RefusedException">Too many came from there (429).</exception>
    public ValueTask CountWrongKeyAsync(string address) => _limits[LimitedAction.GuessKey].EnsureAsync(address, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var limit in _limits.Values)
            limit.Dispose();
    }

    private sealed class Limit(ISharedLimits shared, LimitedAction action, int permits, TimeSpan window, string what) : IDisposable
    {
        private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
            address => RateLimitPartition.GetFixedWindowLimiter(
                address, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window }));

        /// <summary>Counts uses.</summary>
        /// <returns>How long to wait; zero if they were counted.</returns>
        public async ValueTask<TimeSpan> TakeAsync(string address, int count) =>
            await shared.CountAsync($"{action}:{address}", count, permits, window) ?? TakeHere(address, count);

        public async ValueTask EnsureAsync(string address, int count)
        {
            var wait = await TakeAsync(address, count);
            if (wait == TimeSpan.Zero)
                return;
            throw new RefusedException(new Refusal(
                RefusalKind.TooMany, "rate_limited",
                $"{permits} {what} from your network address within {(window.TotalMinutes > 1 ? "an hour" : "a minute")}, which is the limit. "
                + $"Try again in {(wait.TotalMinutes > 2 ? $"{Math.Ceiling(wait.TotalMinutes):0} minutes" : $"{Math.Ceiling(wait.TotalSeconds):0} seconds")}.")
            {
                RetryAfter = wait,
            });
        }

        public void Dispose() => _limiter.Dispose();

        private TimeSpan TakeHere(string address, int count)
        {
            using var lease = _limiter.AttemptAcquire(address, count);
            if (lease.IsAcquired)
                return TimeSpan.Zero;
            return lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > TimeSpan.Zero ? after : window;
        }
    }
}
