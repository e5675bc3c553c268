using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>An analysis as it is kept.</summary>
/// <param name="Content">What was found.</param>
/// <param name="Sha256">SHA-256 of the JSON that it is kept and handed out as, 64 lower-case hex digits.</param>
public sealed record KeptAnalysis(ClipAnalysis Content, string Sha256);
