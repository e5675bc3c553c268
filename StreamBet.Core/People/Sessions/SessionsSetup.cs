using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StreamBet.Core.People.Sessions;

/// <summary>Registers the sessions.</summary>
public static class SessionsSetup
{
    /// <summary>Adds the sessions, what writes them, and transfer codes.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddSingleton<SessionKeeper>()
        .AddSingleton<TransferCodes>()
        .AddSingleton<IHostedService, SessionWriter>();
}
