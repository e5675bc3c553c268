using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>Registers contact sheets.</summary>
public static class ContactSheetsSetup
{
    /// <summary>Adds what takes and finds them. Their source and their store are registered elsewhere.</summary>
    public static IServiceCollection AddContactSheets(this IServiceCollection services) =>
        services.AddSingleton<ContactSheetKeeper>();
}
