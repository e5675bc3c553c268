using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Packs;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Core.Vision;

/// <summary>Registers the embedded analyzer, which runs its models in this process.</summary>
public static class VisionSetup
{
    private const string InSources = "StreamBet.Core/Vision/Models";

    /// <summary>Adds the analyzer and its vocabulary.</summary>
    public static IServiceCollection AddVision(this IServiceCollection services) => services
        .AddSingleton(provider => new KnownVocabulary(
            EmbeddedAnalyzer.ProviderName, provider.GetRequiredService<DetectorPacks>().Extend(VisionVocabulary.All)))
        .AddSingleton(provider => FindPacks(OptionsOf(provider)))
        .AddSingleton(provider => new ModelLoader(
            new ModelFiles(FindModels(OptionsOf(provider).ModelsDirectory)),
            ExecutionProvider.Find(OptionsOf(provider).Vision.Provider, out _)))
        .AddSingleton(new SecondReaders())
        .AddSingleton<IPictureJudge, PictureJudge>()
        .AddSingleton<IClipAnalyzer, EmbeddedAnalyzer>()
        .AddHostedService<ModelWarmUp>();

    /// <summary>Adds what calibrates detector packs; the analyzer is not needed for it.</summary>
    public static IServiceCollection AddDetectorCalibration(this IServiceCollection services) => services
        .AddSingleton(provider => new DetectorCalibration(
            provider.GetRequiredService<IClipProbe>(), provider.GetRequiredService<IFrameSource>()));

    /// <summary>Loads the detector packs and checks what runs the models.</summary>
    /// <exception cref="OptionsValidationException">A pack or the provider can't be used; the message names each
    /// mistake.</exception>
    public static void LoadPacks(IServiceProvider services) => services.GetRequiredService<DetectorPacks>();

    private static StreamBetOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<StreamBetOptions>>().Value;

    private static DetectorPacks FindPacks(StreamBetOptions options)
    {
        var mistakes = new List<string>();
        var provider = ExecutionProvider.Find(options.Vision.Provider, out var mistake);
        if (mistake is not null)
            mistakes.Add(mistake);
        var packs = DetectorPacks.Load(options.Vision.Packs, provider, mistakes);
        if (mistakes.Count == 0)
            return packs;
        packs.Dispose();
        throw new OptionsValidationException(StreamBetOptions.Section, typeof(StreamBetOptions), mistakes);
    }

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
