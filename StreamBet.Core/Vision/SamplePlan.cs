using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision;

/// <summary>The samples planned for a clip, and the coverage of those examined.</summary>
internal sealed class SamplePlan
{
    /// <summary>Samples per second: a thing visible for half a second is on one of them, for a second on two.</summary>
    public const int SamplesPerSecond = 2;

    private readonly TimeSpan _duration;
    private readonly SortedSet<int> _examined = [];

    /// <summary>Plans the samples of a clip.</summary>
    public SamplePlan(TimeSpan duration)
    {
        _duration = duration;
        Planned = SampleTimes.Count(duration, SamplesPerSecond);
    }

    /// <summary>The number of samples planned for the clip's duration, or the number examined if larger.</summary>
    public int Planned { get; private set; }

    /// <summary>The number of samples examined.</summary>
    public int Examined => _examined.Count;

    /// <summary>The time of the latest sample examined so far.</summary>
    public TimeSpan Latest => _examined.Count == 0 ? TimeSpan.Zero : TimeOf(_examined.Max);

    /// <summary>The time of a sample from the start of the clip.</summary>
    public static TimeSpan TimeOf(int sample) => TimeSpan.FromSeconds(sample / (double)SamplesPerSecond);

    /// <summary>Marks a sample as examined.</summary>
    public void Mark(int sample)
    {
        _examined.Add(sample);
        Planned = Math.Max(Planned, Examined);
    }

    /// <summary>The coverage so far.</summary>
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
