using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

/// <summary>What a server of the first version was doing when it stopped is done by the present rule.</summary>
public abstract class RuleUpgradeTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData("job-of-a-service", 2)]
    public async Task A_clip_that_was_being_analysed_is_analysed_anew(string? providerJob, int attempt)
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Exchange.Person("Ada"));
        var job = AnalysisJob.Offer(Guid.CreateVersion7(), "key:ada", "clip.mp4", [market.Id], sharesFrames: false, DateTimeOffset.UnixEpoch);
        job.Accept(new string('a', 64), 1_000, Analyses.Of(30).Video, DateTimeOffset.UnixEpoch);
        job.Start(DateTimeOffset.UnixEpoch);
        if (providerJob is not null)
            job.Remember(providerJob);
        await using (var unit = await exchange.Work.BeginAsync(default))
        {
            unit.Jobs.Add(job);
            await unit.Jobs.SaveAnalysisAsync(job.Id, Analyses.Of(30), default);
            (await unit.Markets.FindAsync(market.Id, default))!.Bind(job.Id, Caller.SystemId, DateTimeOffset.UnixEpoch);
            await unit.CommitAsync(default);
        }

        await exchange.ReadAsync(db => db.Markets.ExecuteUpdateAsync(set => set.SetProperty(stored => stored.Rule, 1)));

        await exchange.Get<RuleUpgrade>().RunAsync(default);

        await using var reading = await exchange.Work.ReadAsync(default);
        (await reading.Jobs.FindAnalysisAsync(job.Id, default)).Should().BeNull("it says nothing about what it may have missed");
        var stored = (await reading.Jobs.FindAsync(job.Id, default))!;
        (stored.State, stored.ProviderJobId, stored.Attempt).Should().Be((JobState.Analyzing, null, attempt));
        (await reading.Markets.FindAsync(market.Id, default))!.Rule.Should().Be(CriterionEvaluator.Version);
    }
}

public sealed class RuleUpgradeOnSqliteTests() : RuleUpgradeTests(TestDatabase.Sqlite);

public sealed class RuleUpgradeOnPostgresTests() : RuleUpgradeTests(TestDatabase.Postgres);
