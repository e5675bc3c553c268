using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Board;

/// <summary>A market as the page shows it. It stays the same object while nothing about the market changes, so that a
/// row can tell whether to render again.</summary>
/// <param name="Market">The market; treat it as read-only.</param>
/// <param name="TakeRate">The operator's share of its pool, 0 to 0.5.</param>
public sealed record MarketView(Market Market, decimal TakeRate)
{
    /// <summary>Decimal odds of a side; null while that side is empty.</summary>
    public decimal? Odds(Outcome side) => Market.Pool.Odds(side, TakeRate);

    /// <summary>Whether another reading of the same market has the same state and wording, whatever its pool.</summary>
    internal bool HasSameHistoryAs(MarketView other) => ShowsSameAs(other.Market, withPool: false);

    /// <summary>Whether another reading of the same market looks the same.</summary>
    internal bool ShowsSameAs(Market other) => ShowsSameAs(other, withPool: true);

    private bool ShowsSameAs(Market other, bool withPool) =>
        Market.State == other.State && (!withPool || Market.Pool == other.Pool) && Market.JobId == other.JobId
        && Market.Revision == other.Revision && Market.ClosesAt == other.ClosesAt && Market.EndedAt == other.EndedAt
        && Market.PaysAt == other.PaysAt && Market.Review?.Step == other.Review?.Step
        && Market.Review?.Objections.Count == other.Review?.Objections.Count && Market.Review?.Comment == other.Review?.Comment
        && Market.ModeratorIds.SequenceEqual(other.ModeratorIds);
}
