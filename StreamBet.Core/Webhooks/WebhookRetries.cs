namespace StreamBet.Core.Webhooks;

/// <summary>When a message is sent again that was not accepted.</summary>
public static class WebhookRetries
{
    /// <summary>For how long a webhook may fail until it is stopped.</summary>
    public static readonly TimeSpan MaxFailing = TimeSpan.FromDays(3);

    /// <summary>For how long a message may fail until it is given up. It is longer than <see cref="MaxFailing"/> by more than the longest
    /// pause, so that a webhook that fails is stopped first and keeps its messages.</summary>
    public static readonly TimeSpan MaxTrying = TimeSpan.FromDays(4);

    /// <summary>The longest pause between two attempts at a message, before jitter.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromHours(6);

    /// <summary>The longest time for which a failing webhook gets nothing at all, before jitter; then its next message is tried.</summary>
    public static readonly TimeSpan MaxRest = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause that a receiver can ask for.</summary>
    public static readonly TimeSpan MaxAsked = TimeSpan.FromHours(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    /// <summary>The pause after an attempt: 5 s after the first and four times as long after each further one, up to
    /// <see cref="MaxPause"/>, each a quarter longer or shorter by chance so that many messages don't come back at once.</summary>
    /// <param name="attempts">How many attempts have failed, from 1.</param>
    /// <param name="draw">A random number, 0 to under 1.</param>
    /// <param name="asked">The pause that the receiver asked for; null if it did not. It is never shorter than that, up to
    /// <see cref="MaxAsked"/>.</param>
    public static TimeSpan PauseAfter(int attempts, double draw, TimeSpan? asked = null) =>
        AtLeast(asked, Jitter(Grow(attempts, MaxPause), draw));

    /// <summary>The time for which a failing webhook gets nothing.</summary>
    /// <param name="failures">How many times in a row it has failed, from 1.</param>
    /// <param name="draw">A random number, 0 to under 1.</param>
    /// <param name="asked">The pause that the receiver asked for; null if it did not.</param>
    public static TimeSpan RestAfter(int failures, double draw, TimeSpan? asked = null) =>
        AtLeast(asked, Jitter(Grow(failures, MaxRest), draw));

    private static TimeSpan AtLeast(TimeSpan? asked, TimeSpan pause) =>
        asked is not { } wanted || wanted <= pause ? pause : wanted < MaxAsked ? wanted : MaxAsked > pause ? MaxAsked : pause;

    private static TimeSpan Grow(int times, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        var pause = First * Math.Pow(4, Math.Min(times - 1, 10));
        return pause < max ? pause : max;
    }

    private static TimeSpan Jitter(TimeSpan pause, double draw) => pause * (0.75 + draw / 2);
}
