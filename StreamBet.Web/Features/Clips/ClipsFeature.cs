namespace StreamBet.Web.Features.Clips;

/// <summary>Registers the pages of clips.</summary>
internal static class ClipsFeature
{
    public static IServiceCollection AddClipPages(this IServiceCollection services) => services.AddScoped<OwnClips>().AddSingleton<KnownSample>();
}
