using StreamBet.Core.Kernel;

namespace StreamBet.Core.Receipts;

/// <summary>Adds the receipts to a unit of work.</summary>
public static class ReceiptsOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>The chain of receipts.</summary>
        public IReceiptStore Receipts => unit.Store<IReceiptStore>();

        /// <summary>The stakes that receipts cover.</summary>
        public ISettledStakeStore SettledStakes => unit.Store<ISettledStakeStore>();
    }
}
