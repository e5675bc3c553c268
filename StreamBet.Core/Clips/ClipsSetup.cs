using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Clips;

/// <summary>Registers the way of a clip.</summary>
public static class ClipsSetup
{
    /// <summary>Adds intake, pipeline and feed. The store, the analyzer and the bound markets come from elsewhere.</summary>
    public static IServiceCollection AddClips(this IServiceCollection services) => services
        .AddSingleton<Vocabularies>()
        .AddSingleton<JobFeed>()
        .AddSingleton<WaitingJobs>()
        .AddSingleton<RunningJobs>()
        .AddSingleton<ClipIntake>()
        .AddSingleton<JobCancellation>()
        .AddSingleton<ClipDeletion>()
        .AddSingleton<EvidenceKeeper>()
        .AddHostedService<AnalysisPipeline>();
}
