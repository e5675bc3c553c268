using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;

namespace StreamBet.Core.Markets;

/// <summary>Registers the markets.</summary>
public static class MarketsSetup
{
    /// <summary>Adds the services of the markets and the clock that moves them.</summary>
    public static IServiceCollection AddMarkets(this IServiceCollection services) => services
        .AddSingleton<Vocabularies>()
        .AddSingleton<MarketFeed>()
        .AddSingleton<Naming>()
        .AddSingleton<Wallet>()
        .AddSingleton(provider => ReceiptKey.LoadOrCreate(Path.Combine(
            provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.DataDirectory, ReceiptKey.FileName)))
        .AddSingleton<MarketSettlement>()
        .AddSingleton<MarketService>()
        .AddSingleton<Staking>()
        .AddSingleton<ReceiptReader>()
        .AddSingleton<EvidenceKeeper>()
        .AddSingleton<MarketResolution>()
        .AddSingleton<PracticeMarkets>()
        .AddSingleton<IBoundMarkets, MarketBinding>()
        .AddHostedService<MarketClock>();
}
