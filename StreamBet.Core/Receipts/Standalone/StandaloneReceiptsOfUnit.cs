using StreamBet.Core.Kernel;

namespace StreamBet.Core.Receipts.Standalone;

/// <summary>Adds the receipts of verdicts without a market to a unit of work.</summary>
public static class StandaloneReceiptsOfUnit
{
    extension(IUnitOfWork unit)
    {
        /// <summary>The chain of receipts of verdicts without a market.</summary>
        public IStandaloneReceiptStore StandaloneReceipts => unit.Store<IStandaloneReceiptStore>();
    }
}
