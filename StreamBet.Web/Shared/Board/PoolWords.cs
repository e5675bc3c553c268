using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Board;

/// <summary>Odds and pools in words, for people who look on.</summary>
internal static class PoolWords
{
    private const string Hidden = "hidden";

    /// <summary>The odds of a side, such as "pays 1.33 for 1".</summary>
    public static string Odds(MarketView view, Outcome side) => view.Pool is not { } pool
        ? Hidden
        : OnSide(pool, side) == 0 ? "nobody yet" : $"pays {Format.Odds(view.Odds(side))} for 1";

    /// <summary>The pool, such as "12,400 credits".</summary>
    public static string Pool(MarketView view) => view.Pool is { } pool
        ? $"{Format.Credits(pool.Total)} {(view.Market.IsPractice ? "practice credits" : "credits")}"
        : Hidden;

    /// <summary>The share of YES in the pool, 0-1; null while it is empty or hidden.</summary>
    public static double? YesShare(MarketView view) => view.Pool is { } pool && pool.Total > 0
        ? Figures.Ratio(pool.Yes / (double)pool.Total)
        : null;

    private static long OnSide(Pool pool, Outcome side) => side == Outcome.Yes ? pool.Yes : pool.No;
}
