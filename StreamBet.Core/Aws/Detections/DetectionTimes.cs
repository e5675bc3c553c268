namespace StreamBet.Core.Aws.Detections;

/// <summary>The times at which a result reports anything. Not thread-safe.</summary>
/// <param name="duration">The clip's length.</param>
internal sealed class DetectionTimes(TimeSpan duration)
{
    private readonly HashSet<long> _moments = [];

    /// <summary>The number of different times in the clip: the minimum number of samples examined.</summary>
    public int Moments => _moments.Count;

    /// <summary>The number of detections whose time lies outside the clip. Counted so that they can be logged.</summary>
    public int OutsideClip { get; private set; }

    /// <summary>The latest time, within the clip or after its end, in milliseconds.</summary>
    public long Latest { get; private set; }

    /// <summary>Notes the time of a detection.</summary>
    /// <param name="milliseconds">Milliseconds from the start of the clip.</param>
    /// <returns>The time; null if there is none or if it lies outside the clip, so that the detection is ignored.</returns>
    public TimeSpan? Note(long? milliseconds)
    {
        if (milliseconds is not { } time)
            return null;
        Latest = Math.Max(Latest, time);
        if (time < 0 || time >= duration.TotalMilliseconds)
        {
            OutsideClip++;
            return null;
        }

        _moments.Add(time);
        return TimeSpan.FromMilliseconds(time);
    }
}
