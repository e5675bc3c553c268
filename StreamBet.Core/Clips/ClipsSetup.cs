using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips.ReferencePictures;

namespace StreamBet.Core.Clips;

/// <summary>Registers the processing of clips.</summary>
public static class ClipsSetup
{
    /// <summary>Adds intake, pipeline and feed. The store, the analyzer and the bound markets are registered
    /// elsewhere.</summary>
    public static IServiceCollection AddClips(this IServiceCollection services) => services
        .AddSingleton<Vocabularies>()
        .AddSingleton<JobFeed>()
        .AddSingleton<WaitingJobs>()
        .AddSingleton<RunningJobs>()
        .AddSingleton<UploadSlots>()
        .AddSingleton<UploadGrace>()
        .AddSingleton<ClipReadiness>()
        .AddSingleton<ClipIntake>()
        .AddSingleton<JobRecovery>()
        .AddSingleton<QueuedJobs>()
        .AddSingleton<JobEnds>()
        .AddSingleton<JobCancellation>()
        .AddSingleton<ClipDeletion>()
        .AddSingleton<DecoderSlots>()
        .AddSingleton<EvidenceKeeper>()
        .AddSingleton<KnownClips>()
        .AddSingleton<PictureKeeper>()
        .AddSingleton<AnalysisRunner>()
        .AddHostedService<AnalysisPipeline>();
}
