using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Clips;

/// <summary>Registers the way of a clip.</summary>
public static class AnalysisSetup
{
    /// <summary>Adds intake, pipeline and feed. The store, the analyzer and the bound markets come from elsewhere.</summary>
    public static IServiceCollection AddAnalysis(this IServiceCollection services) => services
        .AddSingleton<JobFeed>()
        .AddSingleton<WaitingJobs>()
        .AddSingleton<RunningJobs>()
        .AddSingleton<ClipIntake>()
        .AddSingleton<JobCancellation>()
        .AddSingleton<ClipDeletion>()
        .AddHostedService<AnalysisPipeline>();
}
