using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Features.Markets;

/// <summary>The result of reading a draft.</summary>
/// <param name="Sentence">What decides the market; null while the criterion is invalid.</param>
/// <param name="Counter">What a NO requires; null if no clip can end it so, and while the criterion is invalid.</param>
/// <param name="Figures">How well the labels are detected; null while the criterion is invalid.</param>
/// <param name="Market">The market to open; null while something is invalid.</param>
/// <param name="Problem">The first error, with the code of its field; null when all is valid.</param>
public sealed record DraftReading(string? Sentence, string? Counter, string? Figures, NewMarket? Market, Refusal? Problem)
{
    /// <summary>What the clip must show; null while it is invalid, and if people decide.</summary>
    public Criterion? Criterion { get; init; }
}
