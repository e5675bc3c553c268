using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Ledger;

/// <summary>Registers the ledger.</summary>
public static class LedgerSetup
{
    /// <summary>Adds the service for people's balances and first credits.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services.AddSingleton<Wallet>();
}
