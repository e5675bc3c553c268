namespace StreamBet.Core.Markets.Standings;

/// <summary>How people's bets went, within a unit of work.</summary>
public interface IStandingStore
{
    /// <summary>When the last credit market ended; null if none has.</summary>
    Task<DateTimeOffset?> LastEndAsync(CancellationToken cancellationToken);

    /// <summary>Everyone's standing, in no particular order, without names; closed accounts are left out.</summary>
    /// <param name="since">Counts only markets that ended then or later.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<Standing>> AllAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
