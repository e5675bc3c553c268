using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Retention;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Retention;

/// <summary>What the operator wants to be kept for some days only is deleted after them, and nothing else.</summary>
public abstract class KeptThingsTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly byte[] Frame = [0xff, 0xd8, 0xff];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public async Task What_has_ended_long_ago_is_deleted_but_not_what_proves_a_payout()
    {
        await using var exchange = await OpenAsync(_time);
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        await exchange.StakeAsync(market, Outcome.Yes, 10, Exchange.Person("ada"));
        await exchange.ResolveAsync(market.Id, Outcome.Yes);
        var (old, failed) = (await EndedAsync(exchange, job => job.Complete(_time.GetUtcNow())), await EndedAsync(exchange, Fail));
        _time.Advance(TimeSpan.FromDays(30));
        var (young, lately) = (await EndedAsync(exchange, job => job.Complete(_time.GetUtcNow())), await EndedAsync(exchange, Fail));
        _time.Advance(TimeSpan.FromDays(1));
        await SweepAsync(exchange, days: 30);

        (await RemainsAsync(exchange, old)).Should().Be((true, false, false));
        (await RemainsAsync(exchange, failed)).Should().Be((false, false, false));
        (await RemainsAsync(exchange, young)).Should().Be((true, true, true));
        (await RemainsAsync(exchange, lately)).Should().Be((true, true, true));
        (await exchange.ReadAsync(db => db.Audit.CountAsync())).Should().Be(0);
        (await exchange.ReadAsync(db => db.Stakes.CountAsync())).Should().Be(1);
        await using var unit = await exchange.Work.ReadAsync(default);
        (await unit.Receipts.FindAsync(market.Id, default)).Should().NotBeNull();
    }

    [Fact]
    public async Task Everything_is_kept_for_good_unless_the_operator_says_otherwise()
    {
        await using var exchange = await OpenAsync(_time);
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        var (old, failed) = (await EndedAsync(exchange, job => job.Complete(_time.GetUtcNow())), await EndedAsync(exchange, Fail));
        _time.Advance(TimeSpan.FromDays(36_500));

        await SweepAsync(exchange, days: 0);

        (await RemainsAsync(exchange, old)).Should().Be((true, true, true));
        (await RemainsAsync(exchange, failed)).Should().Be((true, true, true));
        (await exchange.ReadAsync(db => db.Audit.CountAsync())).Should().BePositive();
    }

    [Fact]
    public async Task The_analysis_of_a_market_that_is_not_decided_yet_and_its_history_are_kept()
    {
        await using var exchange = await OpenAsync(_time);
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        var job = await EndedAsync(exchange, job => job.Complete(_time.GetUtcNow()), market.Id);
        _time.Advance(TimeSpan.FromDays(31));

        await SweepAsync(exchange, days: 30);

        (await RemainsAsync(exchange, job)).HasAnalysis.Should().BeTrue();
        (await exchange.ReadAsync(db => db.Audit.CountAsync())).Should().BePositive();
    }

    [Fact]
    public async Task A_failed_job_whose_clip_a_market_waits_for_is_kept()
    {
        await using var exchange = await OpenAsync(_time);
        var job = await EndedAsync(exchange, Fail);
        await exchange.OpenMarketAsync(Exchange.Person("host"), clipSha256: ShaOf(job));
        _time.Advance(TimeSpan.FromDays(31));

        await SweepAsync(exchange, days: 30);

        (await RemainsAsync(exchange, job)).IsThere.Should().BeTrue();
    }

    private static string ShaOf(Guid jobId) => Convert.ToHexStringLower(jobId.ToByteArray()).PadLeft(64, '0');

    private void Fail(AnalysisJob job) => job.Fail("upload_failed", "It failed.", isPassing: true, _time.GetUtcNow());

    // A job with an analysis and a frame, so that each must be deleted with what it belongs to.
    private async Task<Guid> EndedAsync(Exchange exchange, Action<AnalysisJob> end, params long[] marketIds)
    {
        var analysis = Analyses.Of(30, Analyses.Label("Dog", (2, 91)));
        var now = _time.GetUtcNow();
        var job = AnalysisJob.Offer(Guid.CreateVersion7(), "key:uploader", "clip.mp4", marketIds, sharesFrames: true, now);
        await using var unit = await exchange.Work.BeginAsync(default);
        unit.Jobs.Add(job);
        await unit.Jobs.SaveAnalysisAsync(job.Id, analysis, default);
        job.Accept(ShaOf(job.Id), 1_000, analysis.Video, now);
        foreach (var id in marketIds)
            (await unit.Markets.FindAsync(id, default))!.Bind(job.Id, Caller.SystemId, now);
        job.Start(now);
        end(job);
        await unit.CommitAsync(default);
        await exchange.Get<IFrameStore>().SaveAsync(job.Id, TimeSpan.FromSeconds(2), Frame, default);
        return job.Id;
    }

    private static Task SweepAsync(Exchange exchange, int days)
    {
        exchange.Get<IOptions<StreamBetOptions>>().Value.Retention = new()
        {
            FrameDays = days,
            AnalysisDays = days,
            JobDays = days,
            AuditDays = days,
        };
        return exchange.Get<KeptThings>().SweepAsync(default);
    }

    private static async Task<(bool IsThere, bool HasAnalysis, bool HasFrames)> RemainsAsync(Exchange exchange, Guid jobId)
    {
        await using var unit = await exchange.Work.ReadAsync(default);
        return (
            await unit.Jobs.FindAsync(jobId, default) is not null, await unit.Jobs.FindAnalysisJsonAsync(jobId, default) is not null,
            (await exchange.Get<IFrameStore>().ListAsync(jobId, default)).Count > 0);
    }
}

public sealed class KeptThingsOnSqliteTests() : KeptThingsTests(TestDatabase.Sqlite);

public sealed class KeptThingsOnPostgresTests() : KeptThingsTests(TestDatabase.Postgres);
