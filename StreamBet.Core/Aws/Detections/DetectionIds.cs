namespace StreamBet.Core.Aws.Detections;

/// <summary>The ids of a clip's jobs at Rekognition. They are stored together as the job's one provider id.</summary>
/// <param name="Labels">The job that finds labels; null if it was not started yet.</param>
/// <param name="Text">The job that reads the text; null if it was not started yet. It starts only after the labels were
/// found.</param>
internal sealed record DetectionIds(string? Labels, string? Text)
{
    // Ids consist of letters, digits, hyphens and underscores.
    private const char Separator = ' ';

    /// <summary>Reads what <see cref="ToString"/> wrote; null is no id.</summary>
    public static DetectionIds Parse(string? stored) =>
        stored?.Split(Separator, 2) is [var labels, .. var others]
            ? new DetectionIds(labels, others.FirstOrDefault())
            : new DetectionIds(null, null);

    /// <summary>The id of a kind; null if it was not started yet.</summary>
    public string? Of(DetectionKind kind) => kind == DetectionKind.Text ? Text : Labels;

    /// <summary>Adds the id of a kind.</summary>
    public DetectionIds With(DetectionKind kind, string id) =>
        kind == DetectionKind.Text ? this with { Text = id } : this with { Labels = id };

    /// <inheritdoc/>
    public override string ToString() => Text is null ? Labels ?? "" : $"{Labels}{Separator}{Text}";
}
