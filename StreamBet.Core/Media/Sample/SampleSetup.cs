using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StreamBet.Core.Media.Sample;

/// <summary>Registers the sample clip.</summary>
public static class SampleSetup
{
    /// <summary>Adds the sample clip, for people who have no clip at hand.</summary>
    public static IServiceCollection AddSampleClip(this IServiceCollection services) => services.AddSingleton(
        provider => new SampleClip(
            provider.GetRequiredService<MediaOptions>(), provider.GetRequiredService<MediaTools>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SampleClip>>()));
}
