using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>A moment of the clip that supports a verdict, with its frame if one was kept.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="Label">What was seen; of a number, what was read, such as "SCORE 12".</param>
/// <param name="Confidence">Confidence of the sighting, 50-100.</param>
/// <param name="Counts">Whether it belongs to an occurrence that counts; if not, it is the near miss.</param>
/// <param name="Instances">Where it was seen; empty when the analyzer reports no boxes.</param>
/// <param name="FrameSha256">SHA-256 of the frame's JPEG, 64 lower-case hex digits; null when no frame was kept.
/// Deleting the frame does not clear it.</param>
public sealed record Evidence(
    TimeSpan At,
    string Label,
    double Confidence,
    bool Counts,
    IReadOnlyList<Instance> Instances,
    string? FrameSha256)
{
    /// <summary>The job of the clip.</summary>
    public Guid JobId { get; init; }
}
