using StreamBet.Core.Ledger;
namespace StreamBet.Core.Markets;

/// <summary>Markets and stakes, within a unit of work.</summary>
public interface IMarketStore
{
    /// <summary>Adds a market and gives it its number at once.</summary>
    Task AddAsync(Market market, CancellationToken cancellationToken);

    /// <summary>Adds a stake and gives it its number at once.</summary>
    Task AddAsync(Stake stake, CancellationToken cancellationToken);

    /// <summary>Takes the stakes of some people out of a market: each is refunded in full and no longer counts.</summary>
    /// <returns>What was taken out.</returns>
    Task<IReadOnlyList<Stake>> WithdrawAsync(
        long marketId, IReadOnlyCollection<string> personIds, CancellationToken cancellationToken);

    /// <summary>Writes to every stake of a market what comes back for it.</summary>
    Task SettleAsync(Market market, Payouts payouts, CancellationToken cancellationToken);

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

    /// <summary>Whether the evidence of any market, decided or not, is of the clip of a job.</summary>
    Task<bool> IsEvidenceAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The active markets that are due to close or to become void.</summary>
    Task<IReadOnlyList<Market>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A person's stakes, newest first.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="below">Only those with a lower number; null for the newest.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<Stake>> StakesOfAsync(string personId, long? below, int count, CancellationToken cancellationToken);

    /// <summary>A person's stakes in one market, oldest first, without those that were refunded before the decision.</summary>
    Task<IReadOnlyList<Stake>> StakesInAsync(long marketId, string personId, CancellationToken cancellationToken);

    /// <summary>A person's stakes that have ended, newest first.</summary>
    Task<IReadOnlyList<Stake>> EndedStakesOfAsync(string personId, int count, CancellationToken cancellationToken);

    /// <summary>What a person has in the markets that are undecided, the newest market first.</summary>
    Task<IReadOnlyList<MarketPosition>> PositionsOfAsync(string personId, CancellationToken cancellationToken);

    /// <summary>What a person had in the markets that ended, and what was returned, the newest market first.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<MarketPosition>> EndedPositionsOfAsync(string personId, int count, CancellationToken cancellationToken);

    /// <summary>The sums of a person's stakes that have ended, by unit; none for a unit without
    /// such.</summary>
    Task<IReadOnlyList<StakeTotals>> TotalsOfAsync(string personId, CancellationToken cancellationToken);

    /// <summary>A market's changes, oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(long marketId, CancellationToken cancellationToken);
}
