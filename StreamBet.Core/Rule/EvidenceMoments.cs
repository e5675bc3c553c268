namespace StreamBet.Core.Rule;

/// <summary>Chooses the moments that show people why a verdict fell as it did.</summary>
public static class EvidenceMoments
{
    /// <summary>The most moments of a verdict.</summary>
    public const int Max = 12;

    /// <summary>The moments in the order of time, without frames: one for each occurrence that counted, or for the most
    /// confident where there are too many, and the near miss. Only a YES, which stands without it, leaves the near miss out for
    /// want of room.</summary>
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
}
