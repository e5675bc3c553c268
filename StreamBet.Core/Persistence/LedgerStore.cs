using StreamBet.Core.Ledger;
using StreamBet.Core.People;

namespace StreamBet.Core.Persistence;

internal sealed class LedgerStore(Statements sql) : ILedgerStore
{
    // Placeholder for the person's id in an account address.
    private const string Anyone = "?";

    public async Task PostAsync(LedgerTransaction transaction, CancellationToken cancellationToken)
    {
        if (!transaction.IsBalanced)
            throw new InvalidOperationException($"Ledger transaction {transaction.IdempotencyKey} is not balanced.");

        // Written together: each round trip to a database server costs as much as what is written.
        var (key, entries) = (new Value("@key", transaction.IdempotencyKey), transaction.Entries);
        var changed = await sql.RunAllAsync(
            [
                new(
                    "INSERT INTO ledger_transactions (IdempotencyKey, At) VALUES (@key, @at) ON CONFLICT (IdempotencyKey) DO NOTHING",
                    key, new("@at", transaction.At.UtcTicks)),
                .. entries.Select(Move),
                .. entries.Select(entry => new Statement(
                    """
                    INSERT INTO ledger_entries (TransactionId, AccountId, Amount)
                    SELECT Id, @account, @amount FROM ledger_transactions WHERE IdempotencyKey = @key
                    """,
                    key, new("@account", entry.AccountId), new("@amount", entry.Amount))),
            ],
            cancellationToken);
        if (changed[0] == 0)
            throw new InvalidOperationException($"Ledger transaction {transaction.IdempotencyKey} was written before.");
        for (var i = 0; i < entries.Count; i++)
        {
            if (changed[1 + i] == 0)
                throw new InsufficientCreditsException(await FindBalanceAsync(entries[i].Address, cancellationToken) ?? 0);
        }
    }

    public async Task PayOutAsync(
        long marketId, Currency currency, long pool, long take, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = await BeginAsync($"settle/{marketId}", at, cancellationToken);
        // Everyone who staked from a balance has an account; the operator may have none yet, and the house has no
        // balance.
        await sql.RunAllAsync(
            [Credit(AccountAddress.Take(currency), 0), Credit(AccountAddress.Person(Caller.HouseId, currency), 0)], cancellationToken);
        var poolAccount = AccountAddress.Pool(marketId, currency);
        await sql.RunAsync(
            """
            INSERT INTO ledger_entries (TransactionId, AccountId, Amount)
            SELECT @id, replace(@account, @anyone, PersonId), SUM(Returned)
            FROM stakes WHERE MarketId = @market AND NOT IsWithdrawn AND Returned > 0
            GROUP BY PersonId
            UNION ALL SELECT @id, @pool, -@total
            UNION ALL SELECT @id, @taker, @take WHERE @take > 0
            """,
            cancellationToken,
            new("@id", id), new("@market", marketId), new("@pool", poolAccount.ToString()), new("@total", pool),
            new("@account", AccountAddress.Person(Anyone, currency).ToString()), new("@anyone", Anyone),
            new("@taker", AccountAddress.Take(currency).ToString()), new("@take", take));
        var moved = await sql.RunAsync(
            """
            UPDATE accounts SET Balance = Balance + entry.Amount
            FROM (SELECT AccountId, Amount FROM ledger_entries WHERE TransactionId = @id) AS entry
            WHERE accounts.Id = entry.AccountId
            """,
            cancellationToken, new Value("@id", id));
        await EnsureWholeAsync(id, moved, marketId, cancellationToken);
    }

    public Task<long?> FindBalanceAsync(AccountAddress account, CancellationToken cancellationToken) =>
        sql.NumberAsync(
            "SELECT Balance FROM accounts WHERE Id = @id", cancellationToken, new Value("@id", account.ToString()));

    public async Task<IReadOnlyList<LedgerLine>> LinesOfAsync(
        string personId, long after, int count, CancellationToken cancellationToken)
    {
        var (credits, practice) = (
            AccountAddress.Person(personId, Currency.Credits).ToString(), AccountAddress.Person(personId, Currency.Practice).ToString());
        var lines = new List<LedgerLine>();
        await using var rows = await sql.ReadAsync(
            """
            SELECT entry.Id, entry.AccountId, entry.Amount, moved.At, moved.IdempotencyKey
            FROM ledger_entries AS entry JOIN ledger_transactions AS moved ON moved.Id = entry.TransactionId
            WHERE entry.Id > @after AND (entry.AccountId = @credits OR entry.AccountId = @practice)
            ORDER BY entry.Id LIMIT @count
            """,
            cancellationToken, new("@after", after), new("@credits", credits), new("@practice", practice), new("@count", count));
        while (await rows.ReadAsync(cancellationToken))
        {
            lines.Add(new LedgerLine(
                rows.GetInt64(0), rows.GetString(1) == credits ? Currency.Credits : Currency.Practice, rows.GetInt64(2),
                new DateTimeOffset(rows.GetInt64(3), TimeSpan.Zero), rows.GetString(4)));
        }

        return lines;
    }

    private async Task<long> BeginAsync(string key, DateTimeOffset at, CancellationToken cancellationToken) =>
        await sql.NumberAsync(
            """
            INSERT INTO ledger_transactions (IdempotencyKey, At) VALUES (@key, @at)
            ON CONFLICT (IdempotencyKey) DO NOTHING RETURNING Id
            """,
            cancellationToken, new("@key", key), new("@at", at.UtcTicks))
        ?? throw new InvalidOperationException($"Ledger transaction {key} was written before.");

    // Changes no row if the account must not be negative and would become so.
    private static Statement Move(LedgerEntry entry) => entry.Amount >= 0 || entry.Address.IsIssuance
        ? Credit(entry.Address, entry.Amount)
        : new(
            "UPDATE accounts SET Balance = Balance + @amount WHERE Id = @id AND Balance + @amount >= 0",
            new("@id", entry.AccountId), new("@amount", entry.Amount));

    private static Statement Credit(AccountAddress account, long amount) => new(
        """
        INSERT INTO accounts (Id, Unit, IsIssuance, Balance) VALUES (@id, @unit, @issuance, @amount)
        ON CONFLICT (Id) DO UPDATE SET Balance = accounts.Balance + excluded.Balance
        """,
        new("@id", account.ToString()), new("@unit", account.Currency.ToString()), new("@issuance", account.IsIssuance),
        new("@amount", amount));

    // Checks what the database wrote. An unbalanced payout is a bug; throwing rolls it back.
    private async Task EnsureWholeAsync(long id, int moved, long marketId, CancellationToken cancellationToken)
    {
        await using var written = await sql.ReadAsync(
            "SELECT COUNT(*), SUM(Amount) FROM ledger_entries WHERE TransactionId = @id", cancellationToken,
            new Value("@id", id));
        await written.ReadAsync(cancellationToken);
        var (entries, sum) = (written.GetInt64(0), written.GetInt64(1));
        if (sum != 0 || entries != moved)
        {
            throw new InvalidOperationException(
                $"The payout of market {marketId} has {entries} entries that sum to {sum}, of which {moved} were moved.");
        }
    }
}
