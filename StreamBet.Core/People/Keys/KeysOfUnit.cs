using StreamBet.Core.Kernel;

namespace StreamBet.Core.People.Keys;

/// <summary>Adds the keys to a unit of work.</summary>
public static class KeysOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>The keys that were made on this server.</summary>
        public IKeyStore Keys => unit.Store<IKeyStore>();
    }
}
