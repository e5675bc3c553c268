namespace StreamBet.Core.Ledger;

/// <summary>A currency. Entries of different currencies never mix.</summary>
public enum Currency
{
    /// <summary>Play credits.</summary>
    Credits,

    /// <summary>Practice credits, used only in practice markets.</summary>
    Practice,
}

/// <summary>A ledger account. Its balance always equals the sum of its entries.</summary>
public sealed class LedgerAccount
{
    /// <summary>Its address as text; see <see cref="AccountAddress"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Its currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Whether it issues credits; only such an account may be negative.</summary>
    public required bool IsIssuance { get; init; }

    /// <summary>Its balance, in whole credits.</summary>
    public long Balance { get; internal set; }
}

/// <summary>Names an account.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Currency">Its currency.</param>
public readonly record struct AccountAddress(string Owner, Currency Currency)
{
    private const string IssuanceOwner = "issuance";

    /// <summary>The account that issues a currency.</summary>
    public static AccountAddress Issuance(Currency currency) => new(IssuanceOwner, currency);

    /// <summary>A person's account.</summary>
    public static AccountAddress Person(string personId, Currency currency) => new("person/" + personId, currency);

    /// <summary>The account of a market's pool.</summary>
    public static AccountAddress Pool(long marketId, Currency currency) => new($"pool/{marketId}", currency);

    /// <summary>The account of the bonds laid down for objections in a market.</summary>
    public static AccountAddress Bonds(long marketId, Currency currency) => new($"bonds/{marketId}", currency);

    /// <summary>The account of the operator's take.</summary>
    public static AccountAddress Take(Currency currency) => new("take", currency);

    /// <summary>Whether it issues credits.</summary>
    public bool IsIssuance => Owner == IssuanceOwner;

    /// <summary>The address as text.</summary>
    public override string ToString() => $"{Owner}#{(Currency == Currency.Credits ? "credits" : "practice")}";
}

/// <summary>A movement of credits. It is written once and never changed; its entries sum to zero in each
/// currency.</summary>
public sealed class LedgerTransaction
{
    /// <summary>Its number, in writing order.</summary>
    public long Id { get; private set; }

    /// <summary>Names its purpose, such as "settle/7". Unique, so that nothing is moved twice.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was moved.</summary>
    public required IReadOnlyList<LedgerEntry> Entries { get; init; }

    /// <summary>Whether its entries sum to zero in each currency.</summary>
    public bool IsBalanced =>
        Entries.GroupBy(entry => entry.Address.Currency).All(group => group.Sum(entry => entry.Amount) == 0);

    /// <summary>Moves an amount from one account to another of the same currency.</summary>
    public static LedgerTransaction Move(
        string idempotencyKey, AccountAddress from, AccountAddress to, long amount, DateTimeOffset at) =>
        new()
        {
            IdempotencyKey = idempotencyKey,
            At = at,
            Entries = [new LedgerEntry(from, -amount), new LedgerEntry(to, amount)],
        };
}

/// <summary>One account's part of a transaction.</summary>
public sealed class LedgerEntry
{
    private LedgerEntry(string accountId, long amount)
    {
        AccountId = accountId;
        Amount = amount;
    }

    /// <summary>Creates an entry.</summary>
    /// <param name="address">The account.</param>
    /// <param name="amount">Whole credits: positive into the account, negative out of it.</param>
    public LedgerEntry(AccountAddress address, long amount)
        : this(address.ToString(), amount) => Address = address;

    /// <summary>Its number.</summary>
    public long Id { get; private set; }

    /// <summary>The transaction it is part of.</summary>
    public long TransactionId { get; private set; }

    /// <summary>The account's address as text.</summary>
    public string AccountId { get; }

    /// <summary>Whole credits: positive into the account, negative out of it.</summary>
    public long Amount { get; }

    internal AccountAddress Address { get; }
}
