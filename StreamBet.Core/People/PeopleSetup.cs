using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StreamBet.Core.Servers;

namespace StreamBet.Core.People;

/// <summary>Registers the people.</summary>
public static class PeopleSetup
{
    /// <summary>Adds the services about people.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        // Unless servers count together.
        services.TryAddSingleton<ISharedLimits, Alone>();
        return services
            .AddSingleton<ReservedNames>()
            .AddSingleton<Operators>()
            .AddSingleton<Naming>()
            .AddSingleton<NameUpgrade>()
            .AddSingleton<AddressLimits>();
    }
}
