using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StreamBet.Core.Markets.Accounts;

/// <summary>Registers what people do with their accounts.</summary>
public static class AccountsSetup
{
    /// <summary>Adds the services of accounts, and what looks after closed ones.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<AccountSecurity>()
        .AddSingleton<AccountExport>()
        .AddSingleton<IExportedPart, ExportedDeeds>()
        .AddSingleton<AccountClosing>()
        .AddSingleton<IHostedService, ClosedAccounts>();
}
