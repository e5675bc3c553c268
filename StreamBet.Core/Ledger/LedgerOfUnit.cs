using StreamBet.Core.Kernel;

namespace StreamBet.Core.Ledger;

/// <summary>Adds the ledger to a unit of work.</summary>
public static class LedgerOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>Accounts and entries.</summary>
        public ILedgerStore Ledger => unit.Store<ILedgerStore>();
    }
}
