using StreamBet.Core.Ledger;
namespace StreamBet.Core.Markets;

/// <summary>Markets and stakes, within a unit of work.</summary>
public interface IMarketStore
{
    /// <summary>Adds a market and assigns its number immediately.</summary>
    Task AddAsync(Market market, CancellationToken cancellationToken);

    /// <summary>Adds a stake and assigns its number immediately.</summary>
    Task AddAsync(Stake stake, CancellationToken cancellationToken);

    /// <summary>Withdraws some people's stakes from a market: each is refunded in full and no longer counts.</summary>
    /// <returns>The withdrawn stakes.</returns>
    Task<IReadOnlyList<Stake>> WithdrawAsync(
        long marketId, IReadOnlyCollection<string> personIds, CancellationToken cancellationToken);

    /// <summary>Writes the payout of every stake of a market.</summary>
    Task SettleAsync(Market market, Payouts payouts, CancellationToken cancellationToken);

    /// <summary>The market with this number, or null.</summary>
    Task<Market?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>The markets with these numbers, in no particular order; unknown numbers are skipped.</summary>
    Task<IReadOnlyList<Market>> FindManyAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>Markets by number, newest first.</summary>
    /// <param name="below">Only those with a lower number; null for the newest.</param>
    /// <param name="activeOnly">Omits markets that have ended.</param>
    /// <param name="count">The maximum number of markets.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="listedOnly">Omits markets that the operator took off the lists.</param>
    Task<IReadOnlyList<Market>> ListAsync(
        long? below, bool activeOnly, int count, CancellationToken cancellationToken, bool listedOnly = true);

    /// <summary>The listed markets that a search finds.</summary>
    /// <param name="search">The search.</param>
    /// <param name="personId">Who searches.</param>
    /// <param name="now">The current time.</param>
    /// <param name="count">The maximum number of markets.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Market>> SearchAsync(
        MarketSearch search, string personId, DateTimeOffset now, int count, CancellationToken cancellationToken);

    /// <summary>The active markets on the lists, without practice markets; those that hide their pool at this time without
    /// it.</summary>
    Task<IReadOnlyList<ListedMarket>> ListedAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Markets that have ended, latest first: either only practice markets or only the others.</summary>
    Task<IReadOnlyList<Market>> EndedAsync(bool isPractice, int count, CancellationToken cancellationToken);

    /// <summary>The numbers of the active markets that were opened under an earlier version of the rule.</summary>
    Task<IReadOnlyList<long>> OfEarlierRuleAsync(CancellationToken cancellationToken);

    /// <summary>The active practice markets.</summary>
    Task<IReadOnlyList<Market>> ActivePracticeAsync(CancellationToken cancellationToken);

    /// <summary>How many active markets a person hosts.</summary>
    Task<int> CountActiveOfAsync(string hostId, CancellationToken cancellationToken);

    /// <summary>The markets that a job's clip is bound to and has yet to decide; not those whose payout waits, or that people
    /// decide.</summary>
    Task<IReadOnlyList<Market>> BoundToAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>Whether any market, decided or not, has evidence from the job's clip or a verdict by it, and so needs its
    /// frames.</summary>
    Task<bool> IsEvidenceAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>Deletes changes of markets that have ended, both the change and the end at <paramref name="before"/> or earlier, and at
    /// most <paramref name="count"/>, and returns how many.</summary>
    Task<int> TrimAuditAsync(DateTimeOffset before, int count, CancellationToken cancellationToken);

    /// <summary>Whether people decide a market of the job's clip or of a copy of it, or may still challenge its
    /// verdict.</summary>
    Task<bool> IsBeforePeopleAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The active markets of a host, oldest first.</summary>
    Task<IReadOnlyList<Market>> ActiveOfAsync(string hostId, CancellationToken cancellationToken);

    /// <summary>The markets in review, the most urgent first.</summary>
    /// <param name="personId">Only those that this person hosts, moderates or holds a stake in; null for all.</param>
    /// <param name="count">The maximum number of markets.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Market>> InReviewAsync(string? personId, int count, CancellationToken cancellationToken);

    /// <summary>Tells this person's pages that their stakes or credits have changed, once it is committed.</summary>
    void Tell(string personId);

    /// <summary>The ids of a host's moderators, in the order in which they were named.</summary>
    Task<IReadOnlyList<string>> ModeratorsOfAsync(string hostId, CancellationToken cancellationToken);

    /// <summary>Adds a moderator.</summary>
    void Add(Moderator moderator);

    /// <summary>Removes a moderator, if there is one.</summary>
    Task RemoveModeratorAsync(string hostId, string personId, CancellationToken cancellationToken);

    /// <summary>Removes a person as a moderator of everyone's, and all of theirs; markets keep those that they have.</summary>
    Task RemoveModeratorsAsync(string personId, CancellationToken cancellationToken);

    /// <summary>The markets that a person hosts, by number.</summary>
    /// <param name="hostId">The person.</param>
    /// <param name="after">Only those with a higher number.</param>
    /// <param name="count">The maximum number of markets.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Market>> HostedByAsync(string hostId, long after, int count, CancellationToken cancellationToken);

    /// <summary>The listed markets that a person hosted, newest first.</summary>
    Task<IReadOnlyList<Market>> LatestOfHostAsync(string hostId, int count, CancellationToken cancellationToken);

    /// <summary>The newest market of a host on the lists, ended or not, without practice markets; null if there is none.</summary>
    /// <param name="hostId">The host; null for anyone.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<Market?> LatestOfAsync(string? hostId, CancellationToken cancellationToken);

    /// <summary>The active markets that the clock has to look after, the longest due first; ask each whether it
    /// <see cref="Market.IsDue"/>.</summary>
    Task<IReadOnlyList<Market>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A person's stakes, newest first.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="below">Only those with a lower number; null for the newest.</param>
    /// <param name="count">The maximum number of stakes.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Stake>> StakesOfAsync(string personId, long? below, int count, CancellationToken cancellationToken);

    /// <summary>A person's stakes in one market, oldest first, without withdrawn ones.</summary>
    Task<IReadOnlyList<Stake>> StakesInAsync(long marketId, string personId, CancellationToken cancellationToken);

    /// <summary>Whether a person holds a stake in a market.</summary>
    Task<bool> HasStakeAsync(long marketId, string personId, CancellationToken cancellationToken);

    /// <summary>What was staked in a market by time, oldest first, without withdrawn stakes: at most <paramref name="count"/> steps of equal
    /// length from the first stake to the last.</summary>
    Task<IReadOnlyList<PoolStep>> PoolStepsAsync(long marketId, int count, CancellationToken cancellationToken);

    /// <summary>A market's latest stakes, newest first, without withdrawn ones.</summary>
    Task<IReadOnlyList<Stake>> LatestStakesAsync(long marketId, int count, CancellationToken cancellationToken);

    /// <summary>A person's ended stakes, newest first.</summary>
    Task<IReadOnlyList<Stake>> EndedStakesOfAsync(string personId, int count, CancellationToken cancellationToken);

    /// <summary>A person's positions in undecided markets, newest market first.</summary>
    Task<IReadOnlyList<MarketPosition>> PositionsOfAsync(string personId, CancellationToken cancellationToken);

    /// <summary>A person's positions in ended markets with their payouts, newest market first.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="count">The maximum number of positions.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<MarketPosition>> EndedPositionsOfAsync(string personId, int count, CancellationToken cancellationToken);

    /// <summary>Totals of a person's ended stakes per currency; a currency without any is omitted.</summary>
    Task<IReadOnlyList<StakeTotals>> TotalsOfAsync(string personId, CancellationToken cancellationToken);

    /// <summary>A market's latest state changes, newest first.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="below">Only changes with a lower number; null for the latest.</param>
    /// <param name="count">The maximum number of changes.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<AuditEntry>> LatestAuditAsync(
        long marketId, long? below, int count, CancellationToken cancellationToken);

    /// <summary>All of a market's state changes, oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(long marketId, CancellationToken cancellationToken);
}
