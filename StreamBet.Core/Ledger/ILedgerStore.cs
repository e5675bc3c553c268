namespace StreamBet.Core.Ledger;

/// <summary>Accounts and entries, within a unit of work.</summary>
public interface ILedgerStore
{
    /// <summary>Writes a balanced transaction and updates the balances. After an error the unit of work must not be
    /// committed.</summary>
    /// <exception cref="InsufficientCreditsException">An account that must not be negative would become so.</exception>
    /// <exception cref="InvalidOperationException">It is not balanced, or its idempotency key was already
    /// used.</exception>
    Task PostAsync(LedgerTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Pays out a market's pool in one transaction, with one entry per person for what their settled stakes
    /// return.</summary>
    /// <param name="marketId">The market; its stakes are settled.</param>
    /// <param name="currency">The currency it is staked in.</param>
    /// <param name="pool">Its whole pool, in whole credits.</param>
    /// <param name="take">The operator's take from the pool, in whole credits.</param>
    /// <param name="at">The current time.</param>
    /// <param name="cancellationToken">Cancels the payout before it begins.</param>
    /// <exception cref="InvalidOperationException">It was already paid out, or the parts do not add up to the
    /// pool.</exception>
    Task PayOutAsync(
        long marketId, Currency currency, long pool, long take, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>What was moved into and out of a person's accounts, oldest first.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="after">Only entries with a higher number.</param>
    /// <param name="count">The maximum number of entries.</param>
    /// <param name="cancellationToken">Cancels the query, which reads through the ledger from there on.</param>
    Task<IReadOnlyList<LedgerLine>> LinesOfAsync(string personId, long after, int count, CancellationToken cancellationToken);

    /// <summary>The balance of an account in whole credits; null if it was never used.</summary>
    Task<long?> FindBalanceAsync(AccountAddress account, CancellationToken cancellationToken);
}

/// <summary>A movement of a person's credits.</summary>
/// <param name="Id">The number of its ledger entry.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Amount">Whole credits: positive to the person, negative from them.</param>
/// <param name="At">When.</param>
/// <param name="Purpose">What for, such as "stake/12": the idempotency key of its transaction.</param>
public sealed record LedgerLine(long Id, Currency Currency, long Amount, DateTimeOffset At, string Purpose);

/// <summary>A transaction would have made an account negative.</summary>
public sealed class InsufficientCreditsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="balance">The account's balance, in whole credits.</param>
    public InsufficientCreditsException(long balance)
        : base($"The account holds {balance} credits.") => Balance = balance;

    /// <summary>The account's balance, in whole credits.</summary>
    public long Balance { get; }
}
