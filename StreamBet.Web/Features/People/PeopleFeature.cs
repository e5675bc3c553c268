namespace StreamBet.Web.Features.People;

/// <summary>Registers the leaderboard and people's public pages.</summary>
internal static class PeopleFeature
{
    public static IServiceCollection AddPeoplePages(this IServiceCollection services) => services
        .AddSingleton<PersonReader>()
        .AddScoped<PeopleState>();
}
