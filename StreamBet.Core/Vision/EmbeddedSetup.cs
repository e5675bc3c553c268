using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.LocalFiles;
using StreamBet.Core.Media;
using StreamBet.Core.Media.Sample;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision;

/// <summary>Registers the embedded provider: folders for the clips and their evidence frames, an analyzer in this process, and a clip to begin
/// with.</summary>
public static class EmbeddedSetup
{
    private const string InSources = "StreamBet.Core/Vision/Models";

    /// <summary>Adds the folder stores, the embedded analyzer and the sample clip.</summary>
    public static IServiceCollection AddEmbeddedProvider(this IServiceCollection services) => services
        .AddSingleton(provider => new FolderClipStore(Path.Combine(Settings(provider).DataDirectory, "clips")))
        .AddSingleton<IClipStore>(provider => provider.GetRequiredService<FolderClipStore>())
        .AddSingleton<IFrameStore>(
            provider => new FolderFrameStore(Path.Combine(Settings(provider).DataDirectory, "evidence")))
        .AddSingleton(new KnownVocabulary(StreamBetOptions.EmbeddedAnalyzer, VisionVocabulary.All))
        .AddSingleton(provider => new MediaOptions { MaxDuration = Settings(provider).MaxDuration })
        .AddSingleton<IClipProbe, ClipProbe>()
        .AddSingleton<IFrameSource, FfmpegFrameSource>()
        .AddSingleton<IFrameGrabber, FfmpegFrameGrabber>()
        .AddSingleton<IClipConverter, FfmpegClipConverter>()
        .AddSingleton(provider => new SampleClip(
            provider.GetRequiredService<MediaOptions>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SampleClip>>()))
        .AddSingleton<IClipAnalyzer>(provider => new EmbeddedAnalyzer(
            provider.GetRequiredService<IClipProbe>(),
            provider.GetRequiredService<IFrameSource>(),
            FindModels(Settings(provider).ModelsDirectory)));

    // A checkout has the models in its sources; a published copy has them beside the program, under the name Models.
    private static string FindModels(string setting)
    {
        if (setting.Length > 0)
            return setting;
        var beside = Path.Combine(AppContext.BaseDirectory, "Models");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!Directory.Exists(beside) && Directory.Exists(Path.Combine(folder.FullName, InSources)))
                return Path.Combine(folder.FullName, InSources);
        }

        return beside;
    }

    private static StreamBetOptions Settings(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<StreamBetOptions>>().Value;
}
