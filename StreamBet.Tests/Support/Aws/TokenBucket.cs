namespace StreamBet.Tests.Support.Aws;

/// <summary>Allows the given number of calls per second, and the same number as a burst.</summary>
internal sealed class TokenBucket(double perSecond, TimeProvider time)
{
    private readonly double _capacity = Math.Max(1, perSecond);
    private double _tokens = Math.Max(1, perSecond);
    private long _filled = time.GetTimestamp();

    /// <summary>Takes a token if one is available. Not thread-safe.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(_capacity, _tokens + (perSecond * time.GetElapsedTime(_filled, now).TotalSeconds));
        _filled = now;
        // Sums of fractions can fall slightly short of whole tokens.
        if (_tokens < 1 - 1e-9)
            return false;
        _tokens--;
        return true;
    }
}
