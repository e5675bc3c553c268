using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Ledger;

/// <summary>Registers the ledger.</summary>
public static class LedgerSetup
{
    /// <summary>Adds people's balances and their first credits.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services.AddSingleton<Wallet>();
}
