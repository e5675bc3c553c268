using Microsoft.Extensions.DependencyInjection;

namespace StreamBet.Core.People;

/// <summary>Registers the people.</summary>
public static class PeopleSetup
{
    /// <summary>Adds the service that changes people's names.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) => services.AddSingleton<Naming>();
}
