namespace StreamBet.Web.Features.Bets;

/// <summary>Registers the page of a person's own bets.</summary>
internal static class BetsFeature
{
    public static IServiceCollection AddBetsPage(this IServiceCollection services) => services
        .AddSingleton<StakeBookReader>()
        .AddScoped<StakeBooks>();
}
