using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

/// <summary>What a clip has decided stands, whatever becomes of its job.</summary>
public abstract class DecidedMarketTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_job_that_fails_late_takes_no_verdict_back_while_the_payout_waits()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.Markets.OpenAsync(
            new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }), Exchange.Person("host"), default);
        await exchange.StakeAsync(market, Outcome.Yes, 10, Exchange.Person("ada"));
        await exchange.StakeAsync(market, Outcome.No, 20, Exchange.Person("bob"));
        await exchange.ResolveAsync(market.Id, Outcome.Yes);

        await using (var unit = await exchange.Work.BeginAsync(default))
        {
            var decided = (await unit.Markets.FindAsync(market.Id, default))!;
            var job = (await unit.Jobs.FindAsync(decided.JobId!.Value, default))!;
            await exchange.Binding.FailAsync(unit, job, "It broke down.", default);
            await unit.CommitAsync(default);
        }

        await using var reading = await exchange.Work.ReadAsync(default);
        var after = (await reading.Markets.FindAsync(market.Id, default))!;
        after.IsAwaitingPayout.Should().BeTrue();
        after.Verdict!.Outcome.Should().Be(Outcome.Yes);
    }
}

public sealed class DecidedMarketOnSqliteTests() : DecidedMarketTests(TestDatabase.Sqlite);

public sealed class DecidedMarketOnPostgresTests() : DecidedMarketTests(TestDatabase.Postgres);
