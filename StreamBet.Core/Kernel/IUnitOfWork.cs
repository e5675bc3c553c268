using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;

namespace StreamBet.Core.Kernel;

/// <summary>One database transaction: everything done through it is committed together, or not at all.</summary>
public interface IUnitOfWork : IAsyncDisposable
{
    /// <summary>Jobs and analyses.</summary>
    IJobStore Jobs { get; }

    /// <summary>Copies of clips that are held elsewhere.</summary>
    IClipCopyStore Copies { get; }

    /// <summary>Markets and stakes.</summary>
    IMarketStore Markets { get; }

    /// <summary>Accounts and movements of credits.</summary>
    ILedgerStore Ledger { get; }

    /// <summary>The receipts of decided markets.</summary>
    IReceiptStore Receipts { get; }

    /// <summary>People and what they were granted.</summary>
    IPersonStore People { get; }

    /// <summary>Commits durably. Without it, disposing undoes everything.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Begins units of work.</summary>
public interface IUnitOfWorkFactory
{
    /// <summary>Begins one that may write. Only one is under way at a time; the others wait for their turn, so it is kept
    /// short and nothing else is awaited in it.</summary>
    Task<IUnitOfWork> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Begins one that only reads: one consistent picture, and no waiting for writers.</summary>
    Task<IUnitOfWork> ReadAsync(CancellationToken cancellationToken);
}
