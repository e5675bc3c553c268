using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Markets.Standings;

/// <summary>Registers how people's bets went.</summary>
public static class StandingsSetup
{
    /// <summary>Adds the service that keeps everyone's standing.</summary>
    public static IServiceCollection AddStandings(this IServiceCollection services) => services.AddSingleton<StandingKeeper>();
}
