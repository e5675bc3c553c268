using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Markets;

namespace StreamBet.Core.Persistence;

internal sealed class LedgerStore(StreamBetDb db) : ILedgerStore
{
    public async Task PostAsync(LedgerTransaction transaction, CancellationToken cancellationToken)
    {
        if (!transaction.IsBalanced)
            throw new InvalidOperationException($"Ledger transaction {transaction.IdempotencyKey} is not balanced.");

        // The unique index says so too, at the commit; asked for here, the error names what was done twice.
        if (await IsPostedAsync(transaction.IdempotencyKey, cancellationToken))
            throw new InvalidOperationException($"Ledger transaction {transaction.IdempotencyKey} was written before.");

        var addresses = transaction.Entries.Select(entry => entry.Address).Distinct().ToList();
        var ids = addresses.ConvertAll(address => address.ToString());
        var accounts = await db.Accounts.Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, cancellationToken);
        foreach (var address in addresses)
        {
            if (!accounts.TryGetValue(address.ToString(), out var account))
            {
                account = new LedgerAccount
                {
                    Id = address.ToString(),
                    Unit = address.Unit,
                    IsIssuance = address.IsIssuance,
                };
                db.Accounts.Add(account);
            }

            var amount = transaction.Entries.Where(entry => entry.Address == address).Sum(entry => entry.Amount);
            if (account.Balance + amount < 0 && !account.IsIssuance)
                throw new InsufficientCreditsException(account.Balance);
            account.Balance += amount;
        }

        db.LedgerTransactions.Add(transaction);
        await db.SaveChangesAsync(cancellationToken);
    }

    public Task<bool> IsPostedAsync(string idempotencyKey, CancellationToken cancellationToken) =>
        db.LedgerTransactions.AnyAsync(transaction => transaction.IdempotencyKey == idempotencyKey, cancellationToken);

    public async Task<long> BalanceAsync(AccountAddress account, CancellationToken cancellationToken)
    {
        var id = account.ToString();
        return await db.Accounts.Where(entity => entity.Id == id).Select(entity => entity.Balance)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
