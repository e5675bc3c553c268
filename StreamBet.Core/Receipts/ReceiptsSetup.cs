using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Receipts;

/// <summary>Registers the receipts.</summary>
public static class ReceiptsSetup
{
    /// <summary>Adds the key that signs receipts, stored in the data directory, and the service that serves
    /// them.</summary>
    public static IServiceCollection AddReceipts(this IServiceCollection services) => services
        .AddSingleton(provider => ReceiptKey.LoadOrCreate(Path.Combine(
            provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.DataDirectory, ReceiptKey.FileName)))
        .AddSingleton<ReceiptReader>();
}
