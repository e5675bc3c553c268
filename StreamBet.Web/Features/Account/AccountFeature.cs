namespace StreamBet.Web.Features.Account;

/// <summary>Registers the page of the person's account.</summary>
internal static class AccountFeature
{
    public static IServiceCollection AddAccountPages(this IServiceCollection services) => services
        .AddSingleton<StakeBookReader>()
        .AddScoped<AccountBook>();
}
