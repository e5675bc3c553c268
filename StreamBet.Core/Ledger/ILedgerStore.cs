namespace StreamBet.Core.Ledger;

/// <summary>Accounts and movements, within a unit of work.</summary>
public interface ILedgerStore
{
    /// <summary>Writes a balanced transaction and moves its balances. After an error the unit of work is not to be
    /// committed.</summary>
    /// <exception cref="InsufficientCreditsException">An account that may not be negative would be.</exception>
    /// <exception cref="InvalidOperationException">It is not balanced, or its idempotency key was used before.</exception>
    Task PostAsync(LedgerTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Pays a market's pool out: what its settled stakes bring back, in one transaction with one entry a
    /// person.</summary>
    /// <param name="marketId">The market, whose stakes are settled.</param>
    /// <param name="currency">The currency it is staked in.</param>
    /// <param name="pool">All of its pool, in whole credits.</param>
    /// <param name="take">What the operator keeps of the pool.</param>
    /// <param name="at">The present time.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <exception cref="InvalidOperationException">It was paid out before, or the parts do not add up to the pool.</exception>
    Task PayOutAsync(
        long marketId, Currency currency, long pool, long take, DateTimeOffset at, CancellationToken cancellationToken);

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
