using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media.Sample;

namespace StreamBet.Core.Media;

/// <summary>Registers what ffmpeg and ffprobe do.</summary>
public static class MediaSetup
{
    /// <summary>Adds the probe, the sources of samples and frames, the converter and the sample clip.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services) => services
        .AddSingleton(provider => new MediaOptions
        {
            MaxDuration = provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.MaxDuration,
        })
        .AddSingleton<IClipProbe, ClipProbe>()
        .AddSingleton<IFrameSource, FfmpegFrameSource>()
        .AddSingleton<IFrameGrabber, FfmpegFrameGrabber>()
        .AddSingleton<IClipConverter, FfmpegClipConverter>()
        .AddSingleton(provider => new SampleClip(
            provider.GetRequiredService<MediaOptions>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SampleClip>>()));
}
