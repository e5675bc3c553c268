using System.Diagnostics;
using System.Threading.RateLimiting;
using StreamBet.Core.Servers;

namespace StreamBet.Web.Host;

/// <summary>Limits requests of one address on all servers together. An address that asks often has tokens drawn for up to a second
/// ahead, so that most of its requests ask nobody; what is not used within a second is lost.</summary>
/// <param name="shared">Where tokens are drawn.</param>
/// <param name="name">Whose bucket.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="own">This server's own limit, for when nobody can be asked.</param>
internal sealed class SharedBucketLimiter(ISharedLimits shared, string name, TokenBucket bucket, RateLimiter own) : RateLimiter
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    private readonly int _block = Math.Max(1, (int)(bucket.Tokens * (Ahead / bucket.Period)));
    private readonly Lock _gate = new();

    // One question at a time: whoever waits may be served by what another one draws.
    private readonly SemaphoreSlim _turn = new(1);
    private int _left;
    private int _drawn;
    private long _drawnAt;
    private long _refusedAt;
    private long _usedAt = Stopwatch.GetTimestamp();
    private TimeSpan _wait;

    // While it may be forgotten, its own bucket is full.
    public override TimeSpan? IdleDuration =>
        own.IdleDuration is { } idle && Stopwatch.GetElapsedTime(Volatile.Read(ref _usedAt)) is var unused ? (idle < unused ? idle : unused) : null;

    public override RateLimiterStatistics? GetStatistics() => null;

    // What has to ask is not acquired at once, and then it is awaited.
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        Volatile.Write(ref _usedAt, Stopwatch.GetTimestamp());
        return TryTake(permitCount) ? SharedLease.Acquired() : SharedLease.Refused();
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _usedAt, Stopwatch.GetTimestamp());
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (TryTake(permitCount))
                return SharedLease.Acquired();

            // A flood is refused without a question for each request.
            var left = _wait - Stopwatch.GetElapsedTime(_refusedAt);
            if (left > TimeSpan.Zero)
                return SharedLease.Refused(left);

            // Twice as many as the last time if those were used up within their second.
            var wanted = Stopwatch.GetElapsedTime(_drawnAt) < Ahead ? Math.Min(2 * _drawn, _block) : 1;
            if (await shared.DrawAsync(name, Math.Max(wanted, permitCount), bucket) is not var (granted, wait))
                return own.AttemptAcquire(permitCount);
            lock (_gate)
            {
                _left = (Stopwatch.GetElapsedTime(_drawnAt) < Ahead ? _left : 0) + granted;
                (_drawn, _drawnAt) = (Math.Max(granted, 1), Stopwatch.GetTimestamp());
            }

            if (TryTake(permitCount))
                return SharedLease.Acquired();
            (_refusedAt, _wait) = (Stopwatch.GetTimestamp(), wait);
            return SharedLease.Refused(wait);
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool TryTake(int permitCount)
    {
        lock (_gate)
        {
            if (_left < permitCount || Stopwatch.GetElapsedTime(_drawnAt) >= Ahead)
                return false;
            _left -= permitCount;
            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            own.Dispose();
            _turn.Dispose();
        }

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
