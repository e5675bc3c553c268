using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>A stored analysis.</summary>
/// <param name="Content">What was found.</param>
/// <param name="Sha256">SHA-256 of the JSON as stored and served, 64 lower-case hex digits.</param>
public sealed record KeptAnalysis(ClipAnalysis Content, string Sha256)
{
    /// <summary>The fine fingerprint that was taken with it, to look the clip up; null for a clip that has none, and for an
    /// analysis that was read from the store.</summary>
    public ClipFingerprint? Fine { get; init; }
}
