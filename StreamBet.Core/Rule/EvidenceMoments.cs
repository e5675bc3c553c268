using StreamBet.Core.Findings;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Rule;

/// <summary>Chooses the moments that explain a verdict.</summary>
public static class EvidenceMoments
{
    /// <summary>The most moments per verdict.</summary>
    public const int Max = 12;

    /// <summary>The moments in time order, without frames: the counting occurrences, most confident first if there are
    /// too many, and the near miss. When there is no room, a YES omits the near miss.</summary>
    public static IReadOnlyList<Evidence> Of(Verdict verdict)
    {
        var nearMiss = verdict.NearMiss;
        var room = nearMiss is null || verdict.Outcome == Outcome.Yes ? Max : Max - 1;
        var counting = verdict.Occurrences.Where(occurrence => occurrence.Counts)
            .OrderByDescending(occurrence => occurrence.Confidence).ThenBy(occurrence => occurrence.ShownAt).Take(room);
        return
        [
            .. (nearMiss is null ? counting : counting.Append(nearMiss).Take(Max))
                .OrderBy(occurrence => occurrence.ShownAt)
                .Select(occurrence => new Evidence(
                    occurrence.ShownAt, occurrence.ShownLabel, occurrence.ShownConfidence, occurrence.Counts,
                    occurrence.Instances, FrameSha256: null)),
        ];
    }

    /// <summary>The same, where a number is named by what was read, such as "SCORE 12".</summary>
    public static IReadOnlyList<Evidence> Of(Verdict verdict, Criterion criterion, ClipAnalysis analysis)
    {
        var moments = Of(verdict);
        return criterion.Text is { Number: not null } query && analysis.Text is { } text
            ? [.. moments.Select(moment => moment with { Label = ReadAt(query, text, moment) ?? moment.Label })]
            : moments;
    }

    private static string? ReadAt(TextQuery query, TextFindings text, Evidence moment) => text.Lines
        .Where(line => line.Sightings.Any(
            sighting => sighting.At == moment.At && sighting.Instances.Any(moment.Instances.Contains)))
        .Select(line => NumberSightings.Shown(query, line)).FirstOrDefault(shown => shown is not null);

    /// <summary>The times whose frames are kept for a verdict: those of its moments, and that of its strongest
    /// doubt.</summary>
    public static IEnumerable<TimeSpan> TimesOf(Verdict verdict)
    {
        var times = Of(verdict).Select(moment => moment.At);
        return verdict.Doubt?.At is { } doubtful ? times.Append(doubtful).Distinct() : times;
    }
}
