using System.Diagnostics;
using System.Threading.RateLimiting;
using StreamBet.Core.Servers;

namespace StreamBet.Web.Host;

/// <summary>Limits requests of one address on all servers together. It draws tokens for a second ahead, so that most requests ask
/// nobody; what is not used within a second is lost.</summary>
/// <param name="shared">Where tokens are drawn.</param>
/// <param name="name">Whose bucket.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="own">This server's own limit, for when nobody can be asked.</param>
internal sealed class SharedBucketLimiter(ISharedLimits shared, string name, TokenBucket bucket, RateLimiter own) : RateLimiter
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    private readonly int _block = Math.Max(1, (int)(bucket.Tokens * (Ahead / bucket.Period)));
    private readonly Lock _gate = new();
    private int _left;
    private long _drawnAt;
    private long _refusedAt;
    private long _usedAt = Stopwatch.GetTimestamp();
    private TimeSpan _wait;

    public override TimeSpan? IdleDuration => Stopwatch.GetElapsedTime(Volatile.Read(ref _usedAt));

    public override RateLimiterStatistics? GetStatistics() => null;

    // What has to ask is not acquired at once, and then it is awaited.
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        Volatile.Write(ref _usedAt, Stopwatch.GetTimestamp());
        lock (_gate)
        {
            if (_left < permitCount || Stopwatch.GetElapsedTime(_drawnAt) >= Ahead)
                return SharedLease.Refused();
            _left -= permitCount;
            return SharedLease.Acquired();
        }
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // A flood is refused without a question for each request.
            var left = _wait - Stopwatch.GetElapsedTime(_refusedAt);
            if (left > TimeSpan.Zero)
                return SharedLease.Refused(left);
        }

        if (await shared.DrawAsync(name, _block, bucket) is not var (granted, wait))
            return own.AttemptAcquire(permitCount);
        lock (_gate)
        {
            if (granted < permitCount)
            {
                (_refusedAt, _wait) = (Stopwatch.GetTimestamp(), wait);
                return SharedLease.Refused(wait);
            }

            _left = (Stopwatch.GetElapsedTime(_drawnAt) < Ahead ? _left : 0) + granted - permitCount;
            _drawnAt = Stopwatch.GetTimestamp();
            return SharedLease.Acquired();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            own.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Limits what one address holds open on all servers together.</summary>
/// <param name="shared">Where places are taken.</param>
/// <param name="name">Which places.</param>
/// <param name="limit">How many there are.</param>
/// <param name="own">This server's own limit, which always holds too.</param>
internal sealed class SharedPlaceLimiter(ISharedLimits shared, string name, int limit, RateLimiter own) : RateLimiter
{
    public override TimeSpan? IdleDuration => own.IdleDuration;

    public override RateLimiterStatistics? GetStatistics() => own.GetStatistics();

    // Nothing is acquired without a question, so that it is awaited.
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => SharedLease.Refused();

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var lease = own.AttemptAcquire(permitCount);
        if (!lease.IsAcquired)
            return lease;
        var place = Guid.NewGuid();
        if (await shared.TakePlaceAsync(name, place, limit) != false)
        {
            return SharedLease.Acquired(() =>
            {
                lease.Dispose();
                shared.FreePlace(name, place);
            });
        }

        lease.Dispose();
        return SharedLease.Refused();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            own.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>What a limit on all servers together has answered.</summary>
internal sealed class SharedLease : RateLimitLease
{
    private readonly TimeSpan? _wait;
    private Action? _free;

    private SharedLease(bool isAcquired, TimeSpan? wait, Action? free) => (IsAcquired, _wait, _free) = (isAcquired, wait, free);

    public override bool IsAcquired { get; }

    public override IEnumerable<string> MetadataNames => _wait is null ? [] : [MetadataName.RetryAfter.Name];

    public static SharedLease Acquired(Action? free = null) => new(true, null, free);

    public static SharedLease Refused(TimeSpan? wait = null) => new(false, wait, null);

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _wait : null;
        return metadata is not null;
    }

    protected override void Dispose(bool disposing)
    {
        Interlocked.Exchange(ref _free, null)?.Invoke();
        base.Dispose(disposing);
    }
}
