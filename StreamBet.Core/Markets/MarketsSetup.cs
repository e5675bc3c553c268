using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Markets.Answers;

namespace StreamBet.Core.Markets;

/// <summary>Registers the markets.</summary>
public static class MarketsSetup
{
    /// <summary>Adds the market services and the clock that closes and voids markets.</summary>
    public static IServiceCollection AddMarkets(this IServiceCollection services) => services
        .AddSingleton<MarketFeed>()
        .AddSingleton<RuleUpgrade>()
        .AddSingleton<MarketSettlement>()
        .AddSingleton<MarketService>()
        .AddSingleton<Staking>()
        .AddSingleton<AnswerKeeper>()
        .AddSingleton<ReviewService>()
        .AddSingleton<Moderation>()
        .AddSingleton<MarketResolution>()
        .AddSingleton<PracticeMarkets>()
        .AddSingleton<IBoundMarkets, MarketBinding>()
        .AddHostedService<MarketClock>();
}
