using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.People.Keys;

/// <summary>Registers the keys of people.</summary>
public static class KeysSetup
{
    /// <summary>Adds the keys.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services) => services.AddSingleton<KeyRing>();
}
