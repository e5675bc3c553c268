using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Markets.Retention;

/// <summary>Registers the deletion of what is kept no longer.</summary>
public static class RetentionSetup
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddSingleton<KeptThings>()
        .AddHostedService<RetentionSweeper>();
}
