using Microsoft.AspNetCore.Components.Server.Circuits;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <summary>Registers the state that every page shows, and its change notifications.</summary>
internal static class StateSetup
{
    public static IServiceCollection AddTabState(this IServiceCollection services) => services
        .AddSingleton<JobReader>()
        .AddSingleton<JobFrames>()
        .AddSingleton<JobFollower>()
        .AddSingleton<UploadTickets>()
        .AddSingleton<HoldingsReader>()
        .AddSingleton<MarketBoard>()
        .AddHostedService(provider => provider.GetRequiredService<MarketBoard>())
        .AddSingleton<OpenTabs>()
        .AddScoped<TabConnection>()
        .AddScoped<CircuitHandler>(provider => provider.GetRequiredService<TabConnection>())
        .AddScoped<TabSession>()
        .AddScoped<TabAdmission>()
        .AddScoped<ProblemList>()
        .AddScoped<AccountState>()
        .AddScoped<DashboardState>();
}
