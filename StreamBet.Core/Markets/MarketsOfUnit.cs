using StreamBet.Core.Kernel;

namespace StreamBet.Core.Markets;

/// <summary>Adds the markets to a unit of work.</summary>
public static class MarketsOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Markets and stakes.</summary>
        public IMarketStore Markets => unit.Store<IMarketStore>();
    }
}
