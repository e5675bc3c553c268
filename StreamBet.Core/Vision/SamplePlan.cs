using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision;

/// <summary>Which samples a clip is to have, and how much of it those that came make.</summary>
internal sealed class SamplePlan
{
    /// <summary>Samples a second: what is there for half a second is on one of them, for a second on two.</summary>
    public const int SamplesPerSecond = 2;

    private readonly TimeSpan _duration;
    private readonly SortedSet<int> _examined = [];

    /// <summary>Makes the plan of a clip.</summary>
    public SamplePlan(TimeSpan duration)
    {
        _duration = duration;
        Planned = SampleTimes.Count(duration, SamplesPerSecond);
    }

    /// <summary>Samples that the clip's duration asks for, or that there were, if they were more.</summary>
    public int Planned { get; private set; }

    /// <summary>Samples examined.</summary>
    public int Examined => _examined.Count;

    /// <summary>The latest sample examined so far.</summary>
    public TimeSpan Latest => _examined.Count == 0 ? TimeSpan.Zero : TimeOf(_examined.Max);

    /// <summary>The time of a sample from the start of the clip.</summary>
    public static TimeSpan TimeOf(int sample) => TimeSpan.FromSeconds(sample / (double)SamplesPerSecond);

    /// <summary>Takes note that a sample was examined.</summary>
    public void Mark(int sample)
    {
        _examined.Add(sample);
        Planned = Math.Max(Planned, Examined);
    }

    /// <summary>How much of the clip was examined.</summary>
    public Coverage ToCoverage()
    {
        var largest = TimeSpan.Zero;
        var previous = TimeSpan.Zero;
        foreach (var sample in _examined)
        {
            largest = Longer(largest, TimeOf(sample) - previous);
            previous = TimeOf(sample);
        }

        return new Coverage(Planned, Examined, Longer(largest, _duration - previous));
    }

    private static TimeSpan Longer(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
