using StreamBet.Core.Kernel;

namespace StreamBet.Core.Markets;

/// <summary>The operator's take rate per kind of market.</summary>
public static class TakeRates
{
    /// <summary>The operator's share of a market's pool, 0 to 0.5; 0 for practice markets.</summary>
    public static decimal TakeRateOf(this StreamBetOptions options, Market market) => market.IsPractice ? 0 : options.TakeRate;
}
