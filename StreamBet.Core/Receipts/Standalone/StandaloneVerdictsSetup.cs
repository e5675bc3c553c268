using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Receipts.Standalone;

/// <summary>Registers verdicts without a market.</summary>
public static class StandaloneVerdictsSetup
{
    /// <summary>Adds the service that makes and serves them.</summary>
    public static IServiceCollection AddStandaloneVerdicts(this IServiceCollection services) => services
        .AddSingleton<StandaloneVerdicts>()
        .AddSingleton<IAskedVerdicts>(provider => provider.GetRequiredService<StandaloneVerdicts>());
}
