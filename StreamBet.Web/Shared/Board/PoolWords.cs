using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Board;

/// <summary>Odds and pools in words, for people who look on.</summary>
internal static class PoolWords
{
    private const string Hidden = "hidden";

    /// <summary>The odds of a side, such as "pays 1.33 times"; of a market that was decided, what it paid or would have paid.</summary>
    public static string Odds(MarketView view, Outcome side) => (view.Market.Outcome == side, view.Odds(side)) switch
    {
        (true, { } paid) => $"won, paid {Format.Times(paid)}",
        (true, null) => "won",
        _ when view.IsPoolHidden => Hidden,
        (_, { } pays) => view.Market.IsActive ? $"pays {Format.Times(pays)}" : $"would have paid {Format.Times(pays)}",
        _ => view.Market.IsActive ? "nobody yet" : "nobody",
    };

    /// <summary>The pool, such as "12,400 credits".</summary>
    public static string Pool(MarketView view) => view.Pool is { } pool
        ? $"{Format.Credits(pool.Total)} {(view.Market.IsPractice ? "practice credits" : "credits")}"
        : Hidden;

    /// <summary>The share of YES in the pool, 0-1; null while it is empty or hidden.</summary>
    public static double? YesShare(MarketView view) => view.Pool is { } pool && pool.Total > 0
        ? Figures.Ratio(pool.Yes / (double)pool.Total)
        : null;
}
