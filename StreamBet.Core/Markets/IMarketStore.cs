using StreamBet.Core.Ledger;
using StreamBet.Core.Receipts;

namespace StreamBet.Core.Markets;

/// <summary>Markets and stakes, within a unit of work.</summary>
public interface IMarketStore
{
    /// <summary>Adds a market and gives it its number at once.</summary>
    Task AddAsync(Market market, CancellationToken cancellationToken);

    /// <summary>Adds a stake and gives it its number at once.</summary>
    Task AddAsync(Stake stake, CancellationToken cancellationToken);

    /// <summary>Takes the stakes of some people out of a market: each goes back whole and counts no more.</summary>
    /// <returns>What was taken out.</returns>
    Task<IReadOnlyList<Stake>> WithdrawAsync(
        long marketId, IReadOnlyCollection<string> personIds, CancellationToken cancellationToken);

    /// <summary>Writes to every stake of a market what comes back for it.</summary>
    Task SettleAsync(Market market, Payouts payouts, CancellationToken cancellationToken);

    /// <summary>The settled stakes of a market that ended, in the order of their acceptance, one by one.</summary>
    IAsyncEnumerable<SettledStake> ReadSettledAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>The market of that number, or null.</summary>
    Task<Market?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>The markets of these numbers, as far as there are such; in no particular order.</summary>
    Task<IReadOnlyList<Market>> FindManyAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

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

    /// <summary>The stake of that number, or null.</summary>
    Task<Stake?> FindStakeAsync(long id, CancellationToken cancellationToken);

    /// <summary>A person's stakes, newest first.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="below">Only those with a lower number; null for the newest.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<Stake>> StakesOfAsync(string personId, long? below, int count, CancellationToken cancellationToken);

    /// <summary>A person's stakes in one market, oldest first, without those that went back before the decision.</summary>
    Task<IReadOnlyList<Stake>> StakesInAsync(long marketId, string personId, CancellationToken cancellationToken);

    /// <summary>A person's stakes of which it is known what came back, newest first.</summary>
    Task<IReadOnlyList<Stake>> EndedStakesOfAsync(string personId, int count, CancellationToken cancellationToken);

    /// <summary>What a person has in the markets that are undecided, the newest market first.</summary>
    Task<IReadOnlyList<OpenPosition>> PositionsOfAsync(string personId, CancellationToken cancellationToken);

    /// <summary>The sums of a person's stakes of which it is known what came back, by unit; none for a unit without
    /// such.</summary>
    Task<IReadOnlyList<StakeTotals>> TotalsOfAsync(string personId, CancellationToken cancellationToken);

    /// <summary>A market's changes, oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(long marketId, CancellationToken cancellationToken);
}

/// <summary>Accounts and movements, within a unit of work.</summary>
public interface ILedgerStore
{
    /// <summary>Writes a balanced transaction and moves its balances. After an error the unit of work is not to be
    /// committed.</summary>
    /// <exception cref="InsufficientCreditsException">An account that may not be negative would be.</exception>
    /// <exception cref="InvalidOperationException">It is not balanced, or its idempotency key was used before.</exception>
    Task PostAsync(LedgerTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Pays a market's pool out to what its stakes bring back, in one transaction with one entry a person.</summary>
    /// <param name="market">The market, whose stakes are settled.</param>
    /// <param name="take">What the operator keeps of the pool.</param>
    /// <param name="at">The present time.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <exception cref="InvalidOperationException">It was paid out before, or the parts are not the pool.</exception>
    Task PayOutAsync(Market market, long take, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The balance of an account in whole credits; null for one that was never used.</summary>
    Task<long?> FindBalanceAsync(AccountAddress account, CancellationToken cancellationToken);
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
