using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Receipts.Records;

/// <summary>Registers the server's record.</summary>
public static class RecordsSetup
{
    /// <summary>Adds the service that keeps the record.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services) => services.AddSingleton<RecordKeeper>();
}
