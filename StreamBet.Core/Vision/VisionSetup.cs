using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Core.Vision;

/// <summary>Registers the embedded analyzer, which runs its models in this process.</summary>
public static class VisionSetup
{
    private const string InSources = "StreamBet.Core/Vision/Models";

    /// <summary>Adds the analyzer and its vocabulary.</summary>
    public static IServiceCollection AddVision(this IServiceCollection services) => services
        .AddSingleton(new KnownVocabulary(EmbeddedAnalyzer.ProviderName, VisionVocabulary.All))
        .AddSingleton(provider => new ModelLoader(new ModelFiles(
            FindModels(provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.ModelsDirectory))))
        .AddSingleton(new SecondReaders())
        .AddSingleton<IPictureJudge, PictureJudge>()
        .AddSingleton<IClipAnalyzer, EmbeddedAnalyzer>()
        .AddHostedService<ModelWarmUp>();

    // A checkout has the models in its sources; a published copy has them in the folder Models beside the program.
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
}
