using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

public abstract class StakingTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Caller Host = Exchange.Person("host");
    private static readonly Caller Ada = Exchange.Person("ada");

    [Fact]
    public async Task Of_32_clients_that_stake_at_once_no_stake_is_lost_and_none_is_taken_twice()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Host);

        // Each has 1,000 credits for 30 stakes of up to 50, so that some are refused at the end.
        var clients = await Task.WhenAll(Enumerable.Range(0, 32).Select(client => Task.Run(async () =>
        {
            var (random, accepted) = (new Random(client), new List<long>());
            for (var i = 0; i < 60; i++)
            {
                try
                {
                    var stake = await exchange.StakeAsync(
                        market, random.Next(2) == 0 ? Outcome.Yes : Outcome.No, random.Next(1, 51), Exchange.Person($"client-{client}"));
                    accepted.Add(stake.Stake.Amount);
                    stake.Balance.Should().Be(1_000 - accepted.Sum());
                }
                catch (RefusedException refused)
                {
                    refused.Refusal.Code.Should().Be("insufficient_credits");
                }
            }

            return accepted;
        })));

        await Bank.EnsureWholeAsync(exchange);
        var stored = await exchange.ReadAsync(db => db.Stakes.OrderBy(stake => stake.Amount).Select(stake => stake.Amount).ToListAsync());
        stored.Should().Equal(clients.SelectMany(amounts => amounts).Order());
        await using var unit = await exchange.Work.ReadAsync(default);
        (await unit.Markets.FindAsync(market.Id, default))!.Pool.Total.Should().Be(stored.Sum());
    }

    [Fact]
    public async Task From_two_tabs_at_once_the_last_credit_is_staked_once()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Host);
        await exchange.StakeAsync(market, Outcome.Yes, 999, Ada);

        var tabs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                await exchange.StakeAsync(market, Outcome.Yes, 1, Ada);
                return "taken";
            }
            catch (RefusedException refused)
            {
                return refused.Refusal.Code;
            }
        })));

        tabs.Count(answer => answer == "taken").Should().Be(1);
        tabs.Count(answer => answer == "insufficient_credits").Should().Be(7);
        await Bank.EnsureWholeAsync(exchange);
    }

    [Theory]
    [InlineData(0, "amount")]
    [InlineData(-5, "amount")]
    [InlineData(1_001, "insufficient_credits")]
    [InlineData(long.MaxValue, "insufficient_credits")]
    public async Task A_wrong_amount_is_refused_and_moves_nothing(long amount, string code)
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Host);

        (await exchange.Awaiting(open => open.StakeAsync(market, Outcome.Yes, amount, Ada))
            .Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be(code);

        (await exchange.ReadAsync(db => db.Stakes.AnyAsync())).Should().BeFalse();
        (await exchange.ReadAsync(db => db.LedgerTransactions.AnyAsync())).Should().BeFalse("first credits come with a first stake");
        await Bank.EnsureWholeAsync(exchange);
    }

    [Fact]
    public async Task A_stake_on_a_question_that_has_changed_since_is_refused()
    {
        await using var exchange = await OpenAsync();
        var seen = await exchange.OpenMarketAsync(Host);
        await exchange.Markets.EditAsync(seen.Id, "Will a cat be seen?", new Criterion { Labels = ["Cat"] }, Host, default);

        var staking = () => exchange.Staking.StakeAsync(new StakeRequest(seen.Id, Outcome.Yes, 10, seen.Revision), Ada, default);

        (await staking.Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be("market_changed");
    }

    [Fact]
    public async Task A_pool_takes_no_more_than_can_be_computed_exactly()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Host);
        await Bank.StakeAsync(exchange, market, Outcome.No, Pool.Max - 10, "key:rich");
        await exchange.StakeAsync(market, Outcome.Yes, 10, Ada);

        (await exchange.Awaiting(full => full.StakeAsync(market, Outcome.Yes, 1, Ada))
            .Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be("pool_full");
    }

    [Fact]
    public async Task Guests_of_one_address_that_come_at_once_get_no_more_first_credits_than_allowed()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Host);

        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(guest => Task.Run(async () =>
        {
            try
            {
                await exchange.StakeAsync(market, Outcome.Yes, 1, new Caller($"guest:{guest}", "Guest", Role.Guest, "203.0.113.9"));
                return "taken";
            }
            catch (RefusedException refused)
            {
                return refused.Refusal.Code;
            }
        })));

        codes.Count(code => code == "taken").Should().Be(new StreamBetOptions().GrantsPerAddress);
        codes.Count(code => code == "grants_used_up").Should().Be(20 - new StreamBetOptions().GrantsPerAddress);
        await Bank.EnsureWholeAsync(exchange);
    }

    [Fact]
    public async Task A_stake_that_cannot_be_written_fails_alone()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Host);

        await exchange.ReadAsync(db => db.Database.ExecuteSqlRawAsync(
            db.Database.IsSqlite()
                ? "CREATE TRIGGER breaks BEFORE INSERT ON stakes WHEN NEW.Amount = 2 BEGIN SELECT RAISE(ABORT, 'It breaks here.'); END"
                : """
                  CREATE FUNCTION break() RETURNS trigger AS $$ BEGIN RAISE 'It breaks here.'; END $$ LANGUAGE plpgsql;
                  CREATE TRIGGER breaks BEFORE INSERT ON stakes FOR EACH ROW WHEN (NEW.Amount = 2) EXECUTE FUNCTION break();
                  """));

        Task<AcceptedStake> first, second, third;
        await using (await exchange.Work.BeginAsync(default))
        {
            first = exchange.StakeAsync(market, Outcome.Yes, 1, Ada);
            second = exchange.StakeAsync(market, Outcome.Yes, 2, Ada);
            third = exchange.StakeAsync(market, Outcome.Yes, 3, Ada);
        }

        await Task.WhenAll(first, second, third).ContinueWith(_ => { }, TaskScheduler.Default);
        new[] { first, second, third }.Select(stake => stake.IsFaulted).Should().Equal(false, true, false);
        second.Exception!.InnerException!.Message.Should().Contain("It breaks here.");
        await Bank.EnsureWholeAsync(exchange);
    }
}

public sealed class StakingOnSqliteTests() : StakingTests(TestDatabase.Sqlite);

public sealed class StakingOnPostgresTests() : StakingTests(TestDatabase.Postgres);
