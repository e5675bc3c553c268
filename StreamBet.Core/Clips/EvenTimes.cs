namespace StreamBet.Core.Clips;

/// <summary>Evenly spaced times in a clip.</summary>
/// <param name="First">The first, from the start of the clip.</param>
/// <param name="Step">The time from one to the next, over zero.</param>
/// <param name="Count">How many there are, at least 1.</param>
public readonly record struct EvenTimes(TimeSpan First, TimeSpan Step, int Count)
{
    /// <summary>The last of them.</summary>
    public TimeSpan Last => this[Count - 1];

    /// <summary>One of them, by its place from 0.</summary>
    public TimeSpan this[int place] => First + (place * Step);
}
