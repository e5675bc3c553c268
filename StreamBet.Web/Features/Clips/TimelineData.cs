using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Features.Clips;

/// <summary>Everything that the evidence timeline draws, sent to the browser once. Times are milliseconds from the start of the
/// clip, confidences tenths of a percent, rounded down, and boxes thousandths of the picture.</summary>
/// <param name="Duration">The clip's length.</param>
/// <param name="Lanes">One lane a label, in the order in which they are shown.</param>
public sealed record TimelineData(int Duration, IReadOnlyList<TimelineLane> Lanes)
{
    /// <summary>The lanes of a job's analysis: what its markets ask for, then activities, then other labels, then what was read;
    /// each group the most confident first.</summary>
    public static TimelineData Of(JobView job, ClipAnalysis analysis)
    {
        var asked = AskedOf(job, analysis);
        var others = analysis.Labels.Where(label => !asked.ContainsKey(label.Name))
            .OrderByDescending(label => label.IsActivity).ThenByDescending(label => label.Confidence)
            .Select(label => TimelineLane.Of(label.Name, KindOf(label), label.Sightings));
        var read = (analysis.Text?.Seen ?? []).Where(line => !asked.ContainsKey(line.Text))
            .Select(line => TimelineLane.Of(line.Text, "Text", line.Sightings));
        return new TimelineData(
            Milliseconds(analysis.Video.Duration),
            [.. asked.Values.OrderByDescending(lane => lane.Sure.DefaultIfEmpty().Max()), .. others, .. read]);
    }

    /// <summary>A time in whole milliseconds.</summary>
    internal static int Milliseconds(TimeSpan time) => (int)Math.Round(time.TotalMilliseconds);

    // A label that a market asks for has a lane even if nothing of it was seen; two markets may ask for the same.
    private static OrderedDictionary<string, TimelineLane> AskedOf(JobView job, ClipAnalysis analysis)
    {
        var lanes = new OrderedDictionary<string, TimelineLane>(StringComparer.OrdinalIgnoreCase);
        foreach (var market in job.Markets.Where(market => !market.Criterion.IsByPeople))
        {
            var seen = CriterionSightings.Of(market.Criterion, analysis);
            string[] names = [.. market.Criterion.Labels.Union(seen.Select(named => named.Key), StringComparer.OrdinalIgnoreCase)];
            if (names.Length == 0)
                names = [market.Criterion.Text?.Name ?? market.Criterion.Picture!.Name];
            foreach (var name in names)
            {
                if (!lanes.ContainsKey(name))
                    lanes[name] = TimelineLane.Of(name, KindOf(market.Criterion, name, analysis), [.. seen[name]]) with { IsAsked = true };
                lanes[name] = lanes[name] with { Marks = [.. lanes[name].Marks, .. MarksOf(market, job.VerdictOf(market), name)] };
            }
        }

        return lanes;
    }

    private static IEnumerable<TimelineMark> MarksOf(Market market, Verdict? verdict, string name) =>
        verdict is not { Outcome: Outcome.Yes }
            ? []
            : verdict.Occurrences
                .Where(occurrence => occurrence.Counts && occurrence.ShownLabel.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(occurrence => new TimelineMark(
                    Milliseconds(occurrence.ShownAt), Milliseconds(occurrence.Start), Milliseconds(occurrence.End), market.Event));

    private static string KindOf(DetectedLabel label) => label.IsActivity ? "Activity" : label.Category;

    private static string KindOf(Criterion criterion, string name, ClipAnalysis analysis) =>
        criterion.Text is not null ? "Text"
        : criterion.Picture is not null ? "Picture"
        : analysis.Labels.FirstOrDefault(label => label.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } label ? KindOf(label)
        : "";
}

/// <summary>A lane of the timeline.</summary>
/// <param name="Name">Its label, or the text that was read.</param>
/// <param name="Kind">Its category, "Activity", "Text" or "Picture".</param>
/// <param name="At">The times of its sightings, ascending.</param>
/// <param name="Sure">The confidence of each.</param>
/// <param name="Doubt">The doubt of each, which is never smaller.</param>
/// <param name="Boxes">The boxes of each, five numbers a box: left, top, width, height and confidence.</param>
public sealed record TimelineLane(
    string Name, string Kind, IReadOnlyList<int> At, IReadOnlyList<int> Sure, IReadOnlyList<int> Doubt, IReadOnlyList<IReadOnlyList<int>> Boxes)
{
    /// <summary>Whether a market of the clip asks for it.</summary>
    public bool IsAsked { get; init; }

    /// <summary>The occurrences that decided a market.</summary>
    public IReadOnlyList<TimelineMark> Marks { get; init; } = [];

    internal static TimelineLane Of(string name, string kind, IReadOnlyList<Sighting> sightings) => new(
        name, kind,
        [.. sightings.Select(seen => TimelineData.Milliseconds(seen.At))],
        [.. sightings.Select(seen => Tenths(seen.Confidence))],
        [.. sightings.Select(seen => Tenths(seen.Doubt ?? seen.Confidence))],
        [.. sightings.Select(seen => BoxesOf(seen.Instances))]);

    /// <summary>Boxes as the browser draws them.</summary>
    internal static IReadOnlyList<int> BoxesOf(IEnumerable<Instance> instances) =>
    [
        .. instances.SelectMany(instance => (int[])
        [
            Thousandths(instance.Box.Left), Thousandths(instance.Box.Top), Thousandths(instance.Box.Width),
            Thousandths(instance.Box.Height), Tenths(instance.Confidence),
        ]),
    ];

    private static int Tenths(double percent) => (int)Math.Floor((Figures.Percent(percent) * 10) + 1e-6);

    private static int Thousandths(double ratio) => (int)Math.Round(1000 * ratio);
}

/// <summary>An occurrence that decided a market: it counted for a YES.</summary>
/// <param name="At">The time that counted.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended.</param>
/// <param name="Market">The market's question.</param>
public sealed record TimelineMark(int At, int From, int To, string Market);
