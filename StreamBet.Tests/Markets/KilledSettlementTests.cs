using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using StreamBet.Tests.Ledger;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Markets;

/// <summary>A server that is killed while it pays out has paid everybody or nobody, and everybody after its next
/// start.</summary>
public sealed class KilledSettlementTests(ITestOutputHelper output) : IDisposable
{
    private const int Stakes = 40_000;

    // The clip is analysed; nothing needs the models, which take longer to load than the settlement takes.
    private static readonly string[] WithoutModels = ["--StreamBet:ModelsDirectory", "no-models"];

    private static readonly Guid Job = Guid.CreateVersion7();

    // Whom the server takes a program on the same machine for.
    private static readonly Caller Host = new("local", "local", Role.Host, "127.0.0.1");

    private readonly TemporaryFolder _prepared = new();
    private TestDatabase _database = TestDatabase.Default;

    public void Dispose() => _prepared.Dispose();

    [Fact]
    public Task Killed_5_times_in_mid_settlement_it_leaves_no_half_of_it() => KillAsync(TestDatabase.Sqlite, 5);

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_50_times_in_mid_settlement_it_leaves_no_half_of_it() => KillAsync(TestDatabase.Sqlite, 50);

    [Fact]
    public Task Killed_3_times_in_mid_settlement_on_PostgreSQL_it_leaves_no_half_of_it() => KillAsync(TestDatabase.Postgres, 3);

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_50_times_in_mid_settlement_on_PostgreSQL_it_leaves_no_half_of_it() => KillAsync(TestDatabase.Postgres, 50);

    private async Task KillAsync(TestDatabase database, int rounds)
    {
        _database = database;
        var market = await PrepareAsync();
        var window = await MeasureAsync(market);
        var undone = 0;
        for (var round = 0; round < rounds; round++)
        {
            using var data = await CopyAsync();

            // One in each part of the window, and a little beyond its end.
            var moment = window * (1.3 * (round + Random.Shared.NextDouble()) / rounds);
            using (var server = ServerProcess.LaunchApplication(data.Path, [.. WithoutModels, "--StreamBet:Database", await _database.EnsureAsync(data.Path)]))
            {
                await BegunAsync(data);

                // Nothing can be waited for: the moment is a random one.
                await Task.Delay(moment, TimeProvider.System);
                server.Kill();
            }

            var isDone = await EnsureWholeAsync(data, market);
            output.WriteLine(
                $"Killed after {moment.TotalMilliseconds:0} of {window.TotalMilliseconds:0} ms: "
                + $"{(isDone ? "done" : "undone")}.");
            undone += isDone ? 0 : 1;

            // A busy machine may have made the window look longer than it is.
            if (isDone && moment < window)
                window = moment;
            await FinishAsync(data, market);
        }

        undone.Should().BePositive("some of the kills must hit");
    }

    // A market whose clip is analysed and which nobody has decided yet: what a server finds that was stopped at that
    // moment.
    private async Task<long> PrepareAsync()
    {
        await using var exchange = await Exchange.OpenAsync(_prepared.Path, TimeProvider.System, database: _database);
        var market = (await exchange.OpenMarketAsync(Host)).Id;
        await using (var rows = _database.Connect(_prepared.Path))
        {
            await rows.OpenAsync();
            Crowd.Fill(rows, market, Stakes);
        }

        await using (var unit = await exchange.Work.BeginAsync(default))
        {
            var now = TimeProvider.System.GetUtcNow();
            var analysis = Analyses.Of(30, Analyses.Label("Dog", (2, 91)));
            var job = AnalysisJob.Offer(Job, Host.Id, "clip.mp4", [market], sharesFrames: false, now);
            unit.Jobs.Add(job);
            await exchange.Binding.BindAsync(unit, job, Host, default);
            await unit.Jobs.SaveAnalysisAsync(Job, analysis, default);
            job.Accept(new string('c', 64), 1_000, analysis.Video, now);
            await unit.CommitAsync(default);
        }

        await using (var unit = await exchange.Work.BeginAsync(default))
        {
            var job = (await unit.Jobs.FindAsync(Job, default))!;
            await exchange.Binding.AcceptClipAsync(unit, job, default);
            job.Start(TimeProvider.System.GetUtcNow());
            await unit.CommitAsync(default);
        }

        await exchange.DisposeAsync();
        return market;
    }

    // From the moment at which the server takes the job up to that at which the payout can be seen.
    private async Task<TimeSpan> MeasureAsync(long market)
    {
        using var data = await CopyAsync();
        using var server = ServerProcess.LaunchApplication(data.Path, [.. WithoutModels, "--StreamBet:Database", await _database.EnsureAsync(data.Path)]);
        await BegunAsync(data);
        var watch = Stopwatch.StartNew();
        await Eventually.IsTrueAsync(
            async () => await AskAsync(data, $"SELECT EndedAt IS NOT NULL FROM markets WHERE Id = {market}") == 1, "it is decided");
        return watch.Elapsed;
    }

    private async Task FinishAsync(TemporaryFolder data, long market)
    {
        // In this process, which has started many before and is quick at it. Where servers share the database, it would wait for the
        // dead one's lease to run out.
        if (_database == TestDatabase.Postgres)
            await AskAsync(data, "WITH dead AS (DELETE FROM servers RETURNING 1) SELECT count(*) FROM dead");
        using (var next = TestApp.StartOn(data.Path, settings: ("StreamBet:Database", await _database.EnsureAsync(data.Path))))
        {
            await Eventually.IsTrueAsync(
                async () => await AskAsync(data, "SELECT State = 'Completed' FROM jobs") == 1, "the next start carries it through");
            (await next.Local.StateOfAsync(market)).Should().Be("resolved");
        }

        (await EnsureWholeAsync(data, market)).Should().BeTrue();
        Directory.GetFiles(data.File("clips")).Should().BeEmpty();
    }

    // Whether it is done. Anything between done and undone fails.
    private async Task<bool> EnsureWholeAsync(TemporaryFolder data, long market)
    {
        await using var exchange = await Exchange.OpenAsync(data.Path, TimeProvider.System, database: _database);
        await Bank.EnsureWholeAsync(exchange);
        var ended = (await exchange.ReadAsync(db => db.Markets.SingleAsync(entity => entity.Id == market))).State;
        var stakes = await exchange.ReadAsync(db =>
            db.Stakes.AsNoTracking().Where(stake => stake.MarketId == market).ToListAsync());
        var payouts = await exchange.ReadAsync(db =>
            db.LedgerTransactions.CountAsync(posted => posted.IdempotencyKey == $"settle/{market}"));
        var receipts = await exchange.ReadAsync(db => db.Receipts.Select(receipt => receipt.Document).ToListAsync());
        await exchange.DisposeAsync();
        if (ended == MarketState.Deciding)
        {
            stakes.Should().NotContain(stake => stake.Returned != null);
            (payouts, receipts.Count).Should().Be((0, 0));
            return false;
        }

        (ended, payouts, receipts.Count).Should().Be((MarketState.Resolved, 1, 1));
        var plain = PlainPayouts.Settle(
            [.. stakes.Select(stake => new PlainPayouts.Claim(stake.Id, stake.Side, stake.Amount))], Outcome.Yes,
            take: 0);
        stakes.Where(stake => stake.Returned != plain[stake.Id]).Should().BeEmpty("each is paid what the rules say");
        EnsureReceipt(data, receipts[0]);
        return true;
    }

    private static void EnsureReceipt(TemporaryFolder data, byte[] receipt)
    {
        using var key = ReceiptKey.LoadOrCreate(data.File(ReceiptKey.FileName));
        ReceiptVerifier.Verify(new ReceiptQuestion { Receipt = receipt, Key = key.Public, Chain = [receipt] })
            .Checks.Where(check => check.Passed == false).Should().BeEmpty();
        Receipt.Parse(receipt).Content.Stakes.Count.Should().Be(Stakes);
    }

    private async Task<TemporaryFolder> CopyAsync()
    {
        var data = new TemporaryFolder();
        await _database.CopyAsync(_prepared.Path, data.Path);
        Directory.CreateDirectory(data.File("clips"));
        await File.WriteAllTextAsync(Path.Combine(data.File("clips"), $"{Job:N}.clip"), "A clip.");
        return data;
    }

    private Task BegunAsync(TemporaryFolder data) =>
        Eventually.IsTrueAsync(async () => await AskAsync(data, "SELECT Starts FROM jobs") > 1, "the server takes the job up");

    // Reads beside the server, which waits for no reader.
    private async Task<long> AskAsync(TemporaryFolder data, string question)
    {
        await using var connection = _database.Connect(data.Path);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
