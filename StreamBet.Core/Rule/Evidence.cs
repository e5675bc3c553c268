using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>A moment of the clip that a verdict stands on, with the picture of it where one was kept.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="Label">What was seen then.</param>
/// <param name="Confidence">Of that sighting, 50-100.</param>
/// <param name="Counts">Whether it is part of an occurrence that counted; otherwise it is the near miss.</param>
/// <param name="Instances">Where it was seen; empty when the analyzer gives no boxes.</param>
/// <param name="FrameSha256">SHA-256 of the frame's JPEG, 64 lower-case hex digits; null when no frame was kept. It stays when
/// the frame itself is deleted.</param>
public sealed record Evidence(
    TimeSpan At,
    string Label,
    double Confidence,
    bool Counts,
    IReadOnlyList<Instance> Instances,
    string? FrameSha256)
{
    /// <summary>The job whose clip showed it.</summary>
    public Guid JobId { get; init; }
}
