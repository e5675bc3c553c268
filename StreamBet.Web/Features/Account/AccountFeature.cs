namespace StreamBet.Web.Features.Account;

/// <summary>Registers the account page.</summary>
internal static class AccountFeature
{
    public static IServiceCollection AddAccountPages(this IServiceCollection services) => services
        .AddScoped<AccountBook>()
        .AddScoped<AccountSafety>();
}
