using StreamBet.Core.Kernel;

namespace StreamBet.Core.People.Sessions;

/// <summary>Adds the sessions to a unit of work.</summary>
public static class SessionsOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Sessions and transfer codes.</summary>
        public ISessionStore Sessions => unit.Store<ISessionStore>();
    }
}
