using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media;

/// <summary>Registers the services that use ffmpeg and ffprobe.</summary>
public static class MediaSetup
{
    /// <summary>Adds the probe, the sample source, the frame grabber, the source of contact sheets, the
    /// fingerprinter and the converter.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services) => services
        .AddSingleton(provider => new MediaOptions
        {
            MaxDuration = provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.MaxDuration,
            MaxFullHdDuration = provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.MaxFullHdDuration,
        })
        .AddSingleton<DecoderIsolation>()
        .AddHostedService(provider => provider.GetRequiredService<DecoderIsolation>())
        .AddSingleton<MediaTools>()
        .AddSingleton<IClipProbe, ClipProbe>()
        .AddSingleton<IFrameSource, FfmpegFrameSource>()
        .AddSingleton<FfmpegFrameGrabber>()
        .AddSingleton<IFrameGrabber>(provider => provider.GetRequiredService<FfmpegFrameGrabber>())
        .AddSingleton<ISheetSource, FfmpegSheetSource>()
        .AddSingleton<IPictureReader, FfmpegPictureReader>()
        .AddSingleton<IFingerprinter, Fingerprinter>()
        .AddSingleton<IClipConverter, FfmpegClipConverter>();
}
