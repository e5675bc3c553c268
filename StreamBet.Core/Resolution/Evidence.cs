using StreamBet.Core.Analysis;

namespace StreamBet.Core.Resolution;

/// <summary>A sighting that is shown for a verdict: one that counts, or a near miss.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="Label">What was seen.</param>
/// <param name="Confidence">50-100.</param>
/// <param name="Counts">Whether it is over the criterion's threshold.</param>
/// <param name="Instances">Where it was seen; empty when the analyzer gives no boxes.</param>
/// <param name="FrameSha256">SHA-256 (64 lower-case hex digits) of the picture that was kept of it; null when none
/// was.</param>
public sealed record Evidence(
    TimeSpan At, string Label, double Confidence, bool Counts, IReadOnlyList<Instance> Instances, string? FrameSha256);
