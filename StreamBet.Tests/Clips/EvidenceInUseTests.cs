using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

/// <summary>Frames stay as long as a verdict stands on them, whether or not its market was bound when the clip was
/// offered.</summary>
public abstract class EvidenceInUseTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_market_that_was_decided_later_by_the_same_clip_keeps_its_frames()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        var analysis = Analyses.Of(30, Analyses.Label("Dog", (2, 91)));
        var (used, unused) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var unit = await exchange.Work.BeginAsync(default))
        {
            var decided = (await unit.Markets.FindAsync(market.Id, default))!;
            var verdict = CriterionEvaluator.Evaluate(decided.Criterion, analysis, Analyses.Vocabulary);
            Evidence[] evidence = [.. EvidenceMoments.Of(verdict).Select(moment => moment with { JobId = used })];

            // By /api/resolve: the job of the clip never named this market.
            decided.Bind(used, Caller.SystemId, DateTimeOffset.UnixEpoch);
            decided.Decide(used, verdict, evidence, Caller.SystemId, DateTimeOffset.UnixEpoch);
            decided.End(verdict.Outcome, DecidedBy.Clip, Caller.SystemId, "Decided.", DateTimeOffset.UnixEpoch);
            await unit.CommitAsync(default);
        }

        await using var reading = await exchange.Work.ReadAsync(default);
        (await reading.Markets.IsEvidenceAsync(used, default)).Should().BeTrue();
        (await reading.Markets.IsEvidenceAsync(unused, default)).Should().BeFalse();
    }

    [Fact]
    public async Task A_verdict_that_saw_nothing_keeps_the_pictures_of_its_clip_and_a_market_without_one_does_not()
    {
        await using var exchange = await OpenAsync();
        var (decided, voided) = (
            await exchange.OpenMarketAsync(Exchange.Person("host")), await exchange.OpenMarketAsync(Exchange.Person("host")));
        var (used, unused) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var unit = await exchange.Work.BeginAsync(default))
        {
            var market = (await unit.Markets.FindAsync(decided.Id, default))!;
            var verdict = CriterionEvaluator.Evaluate(market.Criterion, Analyses.Of(30), Analyses.Vocabulary);
            verdict.Outcome.Should().Be(Outcome.No);
            market.Bind(used, Caller.SystemId, DateTimeOffset.UnixEpoch);
            market.Decide(used, verdict, [], Caller.SystemId, DateTimeOffset.UnixEpoch);
            market.End(verdict.Outcome, DecidedBy.Clip, Caller.SystemId, "Decided.", DateTimeOffset.UnixEpoch);

            var other = (await unit.Markets.FindAsync(voided.Id, default))!;
            other.Bind(unused, Caller.SystemId, DateTimeOffset.UnixEpoch);
            other.End(null, DecidedBy.Host, Caller.SystemId, "It rains.", DateTimeOffset.UnixEpoch);
            await unit.CommitAsync(default);
        }

        await using var reading = await exchange.Work.ReadAsync(default);
        (await reading.Markets.IsEvidenceAsync(used, default)).Should().BeTrue();
        (await reading.Markets.IsEvidenceAsync(unused, default)).Should().BeFalse();
    }
}

public sealed class EvidenceInUseOnSqliteTests() : EvidenceInUseTests(TestDatabase.Sqlite);

public sealed class EvidenceInUseOnPostgresTests() : EvidenceInUseTests(TestDatabase.Postgres);
