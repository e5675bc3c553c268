using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Answers;
using StreamBet.Core.Markets.Standings;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Standalone;
using StreamBet.Core.Webhooks;

namespace StreamBet.Core.Persistence;

/// <summary>Begins transactions, of which one at a time may write. The writers of this server queue here in order, without
/// blocking a thread or a connection.</summary>
internal sealed class UnitOfWorkFactory(
    IDbContextFactory<StreamBetDb> databases, DatabaseEngine engine, MarketFeed feed, WebhookOutbox outbox, ReservedNames names)
    : IUnitOfWorkFactory, IDisposable
{
    /// <summary>The names of the spans of transactions.</summary>
    internal const string Read = "database read", Write = "database write";

    private readonly SemaphoreSlim _writer = new(1, 1);

    public async Task<IUnitOfWork> BeginAsync(CancellationToken cancellationToken)
    {
        // The wait for other writers is part of what it takes.
        var span = Telemetry.StartWithin(Write);
        try
        {
            await _writer.WaitAsync(cancellationToken);
        }
        catch
        {
            span?.Dispose();
            throw;
        }

        return await OpenAsync(
            isReader: false,
            () =>
            {
                _writer.Release();
                span?.Dispose();
            },
            cancellationToken);
    }

    public async Task<IUnitOfWork> ReadAsync(CancellationToken cancellationToken)
    {
        var span = Telemetry.StartWithin(Read);
        return await OpenAsync(isReader: true, () => span?.Dispose(), cancellationToken);
    }

    public void Dispose() => _writer.Dispose();

    private async Task<IUnitOfWork> OpenAsync(bool isReader, Action whenDone, CancellationToken cancellationToken)
    {
        StreamBetDb? db = null;
        try
        {
            db = await databases.CreateDbContextAsync(cancellationToken);
            if (isReader)
                db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            var transaction = isReader
                ? await engine.BeginReadingAsync(db, cancellationToken)
                : await engine.BeginWritingAsync(db, cancellationToken);
            return new UnitOfWork(db, transaction, feed, outbox, names, isReader, whenDone);
        }
        catch
        {
            try
            {
                if (db is not null)
                    await db.DisposeAsync();
            }
            finally
            {
                whenDone();
            }

            throw;
        }
    }
}

/// <summary>One transaction on the database.</summary>
internal sealed class UnitOfWork(
    StreamBetDb db, IDbContextTransaction transaction, MarketFeed feed, WebhookOutbox outbox, ReservedNames names, bool isReader,
    Action whenDone)
    : IUnitOfWork
{
    private readonly Statements _statements = new(db);
    private readonly Dictionary<Type, object> _stores = [];
    private MarketChange? _committed;
    private bool _hasMessages;
    private bool _isDisposed;

    public T Store<T>()
        where T : class
    {
        if (!_stores.TryGetValue(typeof(T), out var store))
            _stores[typeof(T)] = store = Make(typeof(T));
        return (T)store;
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (isReader)
            throw new InvalidOperationException("A unit of work that only reads has nothing to commit.");
        await db.SaveChangesAsync(cancellationToken);
        var hasMessages = db.StateChanges.Count > 0 && await outbox.WriteAsync(this, db.StateChanges, cancellationToken);
        if (hasMessages)
            await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _hasMessages = hasMessages;
        _committed = db.Change;
        if (_committed is not null)
            feed.Advance();
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
            whenDone();

            // Published only after the next writer may begin: handlers delay nobody and can't undo the commit.
            if (_committed is not null)
                feed.Publish(_committed);
            if (_hasMessages)
                outbox.Announce();
        }
    }

    private object Make(Type store) =>
        store == typeof(IJobStore) ? new JobStore(db)
        : store == typeof(IFingerprintStore) ? new FingerprintStore(db)
        : store == typeof(IPictureStore) ? new PictureStore(db)
        : store == typeof(IClipCopyStore) ? new ClipCopyStore(db)
        : store == typeof(IMarketStore) ? new MarketStore(db, _statements)
        : store == typeof(IStandingStore) ? new StandingStore(db, _statements)
        : store == typeof(IAnswerStore) ? new AnswerStore(db, _statements)
        : store == typeof(ILedgerStore) ? new LedgerStore(_statements)
        : store == typeof(IReceiptStore) || store == typeof(ISettledStakeStore) ? new ReceiptStore(db, _statements)
        : store == typeof(IStandaloneReceiptStore) ? new StandaloneReceiptStore(db)
        : store == typeof(IWebhookStore) ? new WebhookStore(db)
        : store == typeof(IPersonStore) ? new PersonStore(db, _statements, names)
        : store == typeof(ISessionStore) ? new SessionStore(db, _statements)
        : store == typeof(IKeyStore) ? new KeyStore(db, _statements)
        : throw new InvalidOperationException($"There is no store {store.Name}.");
}
