using StreamBet.Core.Kernel;

namespace StreamBet.Core.Markets;

/// <summary>The operator's share by kind of market.</summary>
public static class TakeRates
{
    /// <summary>The operator's share of a market's pool, 0 to 0.5; nothing is taken from practice credits.</summary>
    public static decimal TakeRateOf(this StreamBetOptions options, Market market) => market.IsPractice ? 0 : options.TakeRate;
}
