using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>Chooses the times of a contact sheet. All of them are times at which a clip is sampled, so that it shows what
/// was examined. Pure.</summary>
public static class SheetPlan
{
    /// <summary>The most frames of a market that its clip did not decide with YES.</summary>
    public const int MaxSamples = 24;

    /// <summary>The most frames of any sheet.</summary>
    public const int MaxFrames = 600;

    // Samples are half a second apart.
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(0.5);

    // What people decide by themselves has a frame a second.
    private static readonly TimeSpan PeoplesStep = TimeSpan.FromSeconds(1);

    /// <summary>The times for all markets of a clip: over all their windows, as close as the market needs that needs them
    /// closest. Null if none of the markets needs any: a YES shows its own moments.</summary>
    /// <param name="duration">The length of the clip.</param>
    /// <param name="judged">The markets' criteria and the clip's verdicts on them. Without labels, people decide.</param>
    public static EvenTimes? Of(TimeSpan duration, IEnumerable<(Criterion Criterion, Verdict Verdict)> judged)
    {
        var needs = judged
            .Where(market => market.Criterion.IsByPeople || market.Verdict.Outcome != Outcome.Yes)
            .Select(market => Of(duration, market.Criterion)).ToList();
        if (needs.Count == 0)
            return null;
        var (start, end) = (needs.Min(need => need.Start), needs.Max(need => need.End));
        return Evenly(start, end, needs.Min(need => need.Step));
    }

    /// <summary>The times for the uploader of a clip that decided nothing: over the whole clip.</summary>
    /// <param name="duration">The length of the clip.</param>
    public static EvenTimes OfWhole(TimeSpan duration) =>
        Evenly(TimeSpan.Zero, duration, StepFor(duration, MaxSamples));

    private static (TimeSpan Start, TimeSpan End, TimeSpan Step) Of(TimeSpan duration, Criterion criterion)
    {
        if (criterion.IsByPeople)
            return (TimeSpan.Zero, duration, PeoplesStep);
        var (start, end) = (OnSample(criterion.WindowStart), Earlier(criterion.WindowEnd ?? duration, duration));

        // A window may lie behind the clip's end; its sheet is then the clip's last sample.
        return start < end
            ? (start, end, StepFor(end - start, MaxSamples))
            : (OnSample(duration - Sample), duration, Sample);
    }

    private static EvenTimes Evenly(TimeSpan start, TimeSpan end, TimeSpan step)
    {
        step = step * MaxFrames >= end - start ? step : StepFor(end - start, MaxFrames);
        return new EvenTimes(start, step, Math.Max(1, (int)Math.Ceiling((end - start) / step)));
    }

    // The shortest whole number of samples that gives at most so many frames.
    private static TimeSpan StepFor(TimeSpan length, int max) => Math.Max(1, Math.Ceiling(length / max / Sample)) * Sample;

    // The first sample from a time on.
    private static TimeSpan OnSample(TimeSpan at) => Math.Max(0, Math.Ceiling(at / Sample)) * Sample;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
