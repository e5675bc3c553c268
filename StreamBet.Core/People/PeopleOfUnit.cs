using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Adds the people to a unit of work.</summary>
public static class PeopleOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>People and their grants.</summary>
        public IPersonStore People => unit.Store<IPersonStore>();
    }
}
