using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

/// <summary>What must always hold of the ledger, read from the database itself, and a way to stake any amount.</summary>
internal static class Bank
{
    /// <summary>Stakes with credits made for it, whoever it is and however much it is.</summary>
    public static async Task StakeAsync(Exchange exchange, Market market, Outcome side, long amount, string personId)
    {
        await using var unit = await exchange.Work.BeginAsync(default);
        var present = (await unit.Markets.FindAsync(market.Id, default))!;
        var stake = new Stake { MarketId = market.Id, PersonId = personId, Side = side, Amount = amount, PlacedAt = DateTimeOffset.UnixEpoch };
        await unit.Markets.AddAsync(stake, default);
        present.AddStake(side, amount);
        var (issuance, person) = (AccountAddress.Issuance(market.Currency), AccountAddress.Person(personId, market.Currency));
        await unit.Ledger.PostAsync(LedgerTransaction.Move($"test/{stake.Id}", issuance, person, amount, stake.PlacedAt), default);
        await unit.Ledger.PostAsync(
            LedgerTransaction.Move(
                $"stake/{stake.Id}", person, AccountAddress.Pool(market.Id, market.Currency), amount, stake.PlacedAt),
            default);
        await unit.CommitAsync(default);
    }

    /// <summary>Every transaction sums to zero, every balance is the sum of its entries, nobody owes, and the pool of every
    /// market that has ended is empty, of any other what its stakes make.</summary>
    public static async Task EnsureWholeAsync(Exchange exchange)
    {
        (await CountAsync(exchange, "SELECT TransactionId FROM ledger_entries GROUP BY TransactionId HAVING SUM(Amount) <> 0"))
            .Should().Be(0, "the entries of a transaction sum to zero");
        (await CountAsync(
            exchange,
            "SELECT e.TransactionId FROM ledger_entries e JOIN accounts a ON a.Id = e.AccountId GROUP BY e.TransactionId HAVING COUNT(DISTINCT a.Unit) <> 1"))
            .Should().Be(0, "units do not mix");
        (await CountAsync(
            exchange,
            """
            SELECT a.Id FROM accounts a
            LEFT JOIN (SELECT AccountId, SUM(Amount) AS Total FROM ledger_entries GROUP BY AccountId) e ON e.AccountId = a.Id
            WHERE a.Balance <> COALESCE(e.Total, 0)
            """))
            .Should().Be(0, "a balance is the sum of its entries");
        (await CountAsync(exchange, "SELECT Id FROM accounts WHERE Balance < 0 AND NOT IsIssuance")).Should().Be(0, "nobody owes");
        (await CountAsync(
            exchange,
            """
            SELECT m.Id FROM markets m LEFT JOIN accounts a ON a.Id = 'pool/' || m.Id || CASE WHEN m.IsPractice THEN '#practice' ELSE '#credits' END
            WHERE COALESCE(a.Balance, 0) <> CASE WHEN m.EndedAt IS NULL THEN m.Pool_Yes + m.Pool_No ELSE 0 END
            """))
            .Should().Be(0, "a pool holds the stakes of its market until it has ended");
        (await CountAsync(
            exchange,
            """
            SELECT m.Id FROM markets m
            WHERE m.Pool_Yes <> (SELECT COALESCE(SUM(Amount), 0) FROM stakes WHERE MarketId = m.Id AND Side = 'Yes' AND NOT IsWithdrawn)
               OR m.Pool_No <> (SELECT COALESCE(SUM(Amount), 0) FROM stakes WHERE MarketId = m.Id AND Side = 'No' AND NOT IsWithdrawn)
            """))
            .Should().Be(0, "the pool that a market shows is what is staked on it");
        (await CountAsync(
            exchange,
            "SELECT s.Id FROM stakes s JOIN markets m ON m.Id = s.MarketId WHERE NOT s.IsWithdrawn AND (s.Returned IS NULL) <> (m.EndedAt IS NULL)"))
            .Should().Be(0, "a stake is settled when its market has ended, and not before");
    }

    private static Task<long> CountAsync(Exchange exchange, string sql) => exchange.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM ({sql}) AS wrong";
        return (long)(await command.ExecuteScalarAsync())!;
    });
}
