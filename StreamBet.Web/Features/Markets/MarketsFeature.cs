namespace StreamBet.Web.Features.Markets;

/// <summary>Registers the market pages.</summary>
internal static class MarketsFeature
{
    public static IServiceCollection AddMarketPages(this IServiceCollection services) => services
        .AddSingleton<EvidenceReader>()
        .AddSingleton<PictureReader>()
        .AddSingleton<ContactSheetReader>()
        .AddSingleton<MarketReader>()
        .AddSingleton<ReviewReader>()
        .AddSingleton<TradingReader>()
        .AddScoped<MarketDrafts>()
        .AddScoped<MarketsState>();
}
