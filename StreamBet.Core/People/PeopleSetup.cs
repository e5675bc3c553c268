using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.People;

/// <summary>Registers the people.</summary>
public static class PeopleSetup
{
    /// <summary>Adds the services about people.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<ReservedNames>()
        .AddSingleton<Operators>()
        .AddSingleton<Naming>()
        .AddSingleton<NameUpgrade>()
        .AddSingleton<AddressLimits>();
}
