namespace StreamBet.Core.Markets;

/// <summary>Markets and stakes, within a unit of work.</summary>
public interface IMarketStore
{
    /// <summary>Adds a market and gives it its number at once.</summary>
    Task AddAsync(Market market, CancellationToken cancellationToken);

    /// <summary>Adds a stake.</summary>
    void Add(Stake stake);

    /// <summary>The market of that number, or null.</summary>
    Task<Market?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Markets by number, newest first.</summary>
    /// <param name="below">Only those with a lower number; null for the newest.</param>
    /// <param name="activeOnly">Leaves out those that ended.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<Market>> ListAsync(
        long? below, bool activeOnly, int count, CancellationToken cancellationToken);

    /// <summary>Markets that ended, the last first: practice markets alone, or the others alone.</summary>
    Task<IReadOnlyList<Market>> EndedAsync(bool isPractice, int count, CancellationToken cancellationToken);

    /// <summary>The active practice markets.</summary>
    Task<IReadOnlyList<Market>> ActivePracticeAsync(CancellationToken cancellationToken);

    /// <summary>How many active markets a person hosts.</summary>
    Task<int> CountActiveOfAsync(string hostId, CancellationToken cancellationToken);

    /// <summary>The active markets that the clip of a job is bound to now.</summary>
    Task<IReadOnlyList<Market>> BoundToAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The active markets that are due to close or to become void.</summary>
    Task<IReadOnlyList<Market>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The stakes of a market that still count, in the order of acceptance.</summary>
    Task<IReadOnlyList<Stake>> StakesAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>A person's stakes, newest first.</summary>
    Task<IReadOnlyList<Stake>> StakesOfAsync(string personId, int count, CancellationToken cancellationToken);

    /// <summary>A market's changes, oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(long marketId, CancellationToken cancellationToken);
}

/// <summary>Accounts and movements, within a unit of work.</summary>
public interface ILedgerStore
{
    /// <summary>Writes a balanced transaction and moves its balances.</summary>
    /// <exception cref="InsufficientCreditsException">An account that may not be negative would be.</exception>
    /// <exception cref="InvalidOperationException">It is not balanced, or its idempotency key was used before.</exception>
    Task PostAsync(LedgerTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Whether a transaction with that key was written.</summary>
    Task<bool> IsPostedAsync(string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>The balance of an account in whole credits; 0 for one that was never used.</summary>
    Task<long> BalanceAsync(AccountAddress account, CancellationToken cancellationToken);
}

/// <summary>A movement would have made an account negative.</summary>
public sealed class InsufficientCreditsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="balance">What the account holds, in whole credits.</param>
    public InsufficientCreditsException(long balance)
        : base($"The account holds {balance} credits.") => Balance = balance;

    /// <summary>What the account holds, in whole credits.</summary>
    public long Balance { get; }
}
