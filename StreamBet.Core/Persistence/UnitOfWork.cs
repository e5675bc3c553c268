using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;

namespace StreamBet.Core.Persistence;

/// <summary>Begins transactions on SQLite, which has one writer at a time. Writers queue here, in order and without a
/// thread, rather than poll inside SQLite for the lock.</summary>
internal sealed class UnitOfWorkFactory(IDbContextFactory<StreamBetDb> databases, MarketFeed feed)
    : IUnitOfWorkFactory, IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);

    public async Task<IUnitOfWork> BeginAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await OpenAsync(() => _writer.Release(), cancellationToken);
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    public Task<IUnitOfWork> ReadAsync(CancellationToken cancellationToken) => OpenAsync(null, cancellationToken);

    public void Dispose() => _writer.Dispose();

    private async Task<IUnitOfWork> OpenAsync(Action? whenDone, CancellationToken cancellationToken)
    {
        var db = await databases.CreateDbContextAsync(cancellationToken);
        try
        {
            return whenDone is null
                ? new UnitOfWork(db, await BeginReadingAsync(db, cancellationToken), feed, isReader: true, null)
                : new UnitOfWork(
                    db, await db.Database.BeginTransactionAsync(cancellationToken), feed, isReader: false, whenDone);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    // Deferred: a snapshot of the database that takes no lock, while EF's own transactions begin with the writer's lock.
    private static async Task<IDbContextTransaction> BeginReadingAsync(
        StreamBetDb db, CancellationToken cancellationToken)
    {
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        return (await db.Database.UseTransactionAsync(connection.BeginTransaction(deferred: true), cancellationToken))!;
    }
}

/// <summary>One transaction on the database.</summary>
internal sealed class UnitOfWork(
    StreamBetDb db, IDbContextTransaction transaction, MarketFeed feed, bool isReader, Action? whenDone) : IUnitOfWork
{
    private readonly Statements _statements = new(db);
    private bool _isDisposed;

    public IJobStore Jobs { get; } = new JobStore(db);

    public IClipCopyStore Copies => field ??= new ClipCopyStore(db);

    public IMarketStore Markets => field ??= new MarketStore(db, _statements);

    public ILedgerStore Ledger => field ??= new LedgerStore(_statements);

    public IReceiptStore Receipts { get; } = new ReceiptStore(db);

    public IPersonStore People { get; } = new PersonStore(db);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (isReader)
            throw new InvalidOperationException("A unit of work that only reads has nothing to commit.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (db.Change is { } change)
            feed.Publish(change);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            _statements.Dispose();
            await transaction.DisposeAsync();
            await db.DisposeAsync();
        }
        finally
        {
            whenDone?.Invoke();
        }
    }
}
