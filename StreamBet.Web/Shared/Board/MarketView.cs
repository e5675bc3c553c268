using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Board;

/// <summary>A market as the page shows it. It stays the same object while nothing about the market changes, so that a
/// row can tell whether to render again.</summary>
/// <param name="Market">The market; treat it as read-only.</param>
/// <param name="TakeRate">The operator's share of its pool, 0 to 0.5.</param>
/// <param name="Pool">Its stakes; null while they are hidden. Pages show this and not the market's own pool.</param>
public sealed record MarketView(Market Market, decimal TakeRate, Pool? Pool)
{
    /// <summary>The address of a frame that everyone may see and that shows why it ended so; null if there is none.</summary>
    public string? FrameAddress { get; init; }

    /// <summary>How many people hold a stake in it; null while that is hidden.</summary>
    public int? Stakers => IsPoolHidden ? null : Market.Stakers;

    /// <summary>A side's part of the pool in whole per cent; null while it is hidden or empty.</summary>
    public int? Share(Outcome side) =>
        Pool is { Total: > 0 } pool ? side == Outcome.Yes ? YesShare(pool) : 100 - YesShare(pool) : null;

    /// <summary>Whether odds, pool and other people's stakes are hidden.</summary>
    public bool IsPoolHidden => Pool is null;

    /// <summary>A market as it is shown.</summary>
    /// <param name="market">The market.</param>
    /// <param name="options">The settings.</param>
    /// <param name="now">The current time; taken after the market was read, or stakes that are hidden could be shown.</param>
    internal static MarketView Of(Market market, StreamBetOptions options, DateTimeOffset now) =>
        new(market, options.TakeRateOf(market), market.ShownPool(now));

    /// <summary>Decimal odds of a side; null while that side is empty, or they are hidden.</summary>
    public decimal? Odds(Outcome side) => Pool?.Odds(side, TakeRate);

    /// <summary>Whether another reading of the same market looks the same.</summary>
    internal bool ShowsSameAs(MarketView other) => Pool == other.Pool && HasSameHistoryAs(other);

    /// <summary>Whether another reading of the same market has the same state and wording, whatever its pool.</summary>
    internal bool HasSameHistoryAs(MarketView other) => HasSameHistoryAs(other.Market);

    private bool HasSameHistoryAs(Market other) =>
        Market.State == other.State && Market.JobId == other.JobId
        && Market.Revision == other.Revision && Market.ClosesAt == other.ClosesAt && Market.EndedAt == other.EndedAt
        && Market.PaysAt == other.PaysAt && Market.Review?.Step == other.Review?.Step
        && Market.Review?.Objections.Count == other.Review?.Objections.Count && Market.Review?.Comment == other.Review?.Comment
        && Market.ModeratorIds.SequenceEqual(other.ModeratorIds);

    // Of a side with any stake at least 1, so that it is not said to be empty.
    private static int YesShare(Pool pool) => pool switch
    {
        { Yes: 0 } => 0,
        { No: 0 } => 100,
        _ => (int)Math.Clamp(Math.Round(100m * pool.Yes / pool.Total), 1, 99),
    };
}
