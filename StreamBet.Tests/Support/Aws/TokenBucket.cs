namespace StreamBet.Tests.Support.Aws;

/// <summary>Lets so many calls a second through, and as many at once after a rest.</summary>
internal sealed class TokenBucket(double perSecond, TimeProvider time)
{
    private readonly double _capacity = Math.Max(1, perSecond);
    private double _tokens = Math.Max(1, perSecond);
    private long _filled = time.GetTimestamp();

    /// <summary>Takes one, if there is one. Not to be called by two at once.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(_capacity, _tokens + (perSecond * time.GetElapsedTime(_filled, now).TotalSeconds));
        _filled = now;
        // Sums of fractions fall a little short of whole tokens.
        if (_tokens < 1 - 1e-9)
            return false;
        _tokens--;
        return true;
    }
}
