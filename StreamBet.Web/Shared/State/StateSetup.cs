using Microsoft.AspNetCore.Components.Server.Circuits;
using StreamBet.Web.Features.Account;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Features.Receipts;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.State;

/// <summary>Registers what the pages show and how they hear of changes.</summary>
internal static class StateSetup
{
    public static IServiceCollection AddDashboard(this IServiceCollection services) => services
        .AddSingleton<JobReader>()
        .AddSingleton<JobFollower>()
        .AddSingleton<EvidenceReader>()
        .AddSingleton<PurseReader>()
        .AddSingleton<MarketReader>()
        .AddSingleton<StakeBookReader>()
        .AddSingleton<ReceiptDesk>()
        .AddSingleton<MarketBoard>()
        .AddHostedService(provider => provider.GetRequiredService<MarketBoard>())
        .AddScoped<TabConnection>()
        .AddScoped<CircuitHandler>(provider => provider.GetRequiredService<TabConnection>())
        .AddScoped<DashboardState>();
}
