using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

/// <summary>Clips are analysed in an order in which whoever sends many of them holds nobody up.</summary>
public abstract class QueueOrderTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public async Task Whoever_sends_many_clips_holds_nobody_up()
    {
        await using var exchange = await OpenAsync();
        for (var n = 0; n < 4; n++)
            await OfferAsync(exchange, "key:many", n, 600);
        (await AnalyseNextAsync(exchange)).Should().Be("key:many 0");
        (await AnalyseNextAsync(exchange)).Should().Be("key:many 1");

        await OfferAsync(exchange, "guest:ada", 500, 20);
        await OfferAsync(exchange, "guest:ada", 501, 20);
        await OfferAsync(exchange, "guest:bob", 700, 20);

        (await AnalyseAllAsync(exchange)).Should().Equal(
            "guest:ada 500", "guest:ada 501", "guest:bob 700", "key:many 2", "key:many 3");
    }

    [Fact]
    public async Task Clips_that_decide_markets_come_first_and_owe_nothing_to_those_that_do_not()
    {
        await using var exchange = await OpenAsync();
        await OfferAsync(exchange, "key:many", 0, 1_800);
        await OfferAsync(exchange, "key:many", 1, 1_800);
        await OfferAsync(exchange, "guest:ada", 2, 20, 1);

        await OfferAsync(exchange, "key:many", 3, 20, 2);
        await OfferAsync(exchange, "guest:bob", 4, 20, 3);

        (await AnalyseAllAsync(exchange)).Should().Equal("guest:ada 2", "key:many 3", "guest:bob 4", "key:many 0", "key:many 1");
    }

    [Fact]
    public async Task Who_has_nothing_in_the_queue_any_more_starts_anew()
    {
        await using var exchange = await OpenAsync();
        await OfferAsync(exchange, "key:many", 0, 1_800);
        await OfferAsync(exchange, "key:many", 1, 1_800);
        await AnalyseAllAsync(exchange);

        await OfferAsync(exchange, "key:many", 60, 20);
        await OfferAsync(exchange, "guest:ada", 61, 20);

        (await AnalyseAllAsync(exchange)).Should().Equal("key:many 60", "guest:ada 61");
    }

    [Fact]
    public async Task What_an_earlier_version_accepted_stands_where_it_was_offered()
    {
        await using var exchange = await OpenAsync();
        await OfferAsync(exchange, "guest:ada", 5, 20);
        await OfferAsync(exchange, "guest:bob", 3, 20, isOld: true);
        await OfferAsync(exchange, "guest:bob", 4, 20);

        (await AnalyseAllAsync(exchange)).Should().Equal("guest:bob 3", "guest:ada 5", "guest:bob 4");
    }

    [Fact]
    public async Task A_cancelled_clip_keeps_nobody_waiting()
    {
        await using var exchange = await OpenAsync();
        await OfferAsync(exchange, "key:many", 0, 1_800);
        await OfferAsync(exchange, "key:many", 1, 20);
        await OfferAsync(exchange, "guest:ada", 2, 20);

        await using (var unit = await exchange.Work.BeginAsync(default))
        {
            var own = await unit.Jobs.WaitingOfAsync("key:many", default);
            own.Single(job => job.FileName == "0").Cancel(Start);
            AnalysisJob.QueueAnew(own);
            await unit.CommitAsync(default);
        }

        (await AnalyseAllAsync(exchange)).Should().Equal("key:many 1", "guest:ada 2");
    }

    private static async Task OfferAsync(Exchange exchange, string owner, int second, double length, long? market = null, bool isOld = false)
    {
        var job = AnalysisJob.Offer(
            Guid.CreateVersion7(), owner, $"{second}", market is { } id ? [id] : [], sharesFrames: false, Start.AddSeconds(second));
        job.Accept(new string('a', 64), 1_000, Analyses.Of(length).Video, Start.AddSeconds(second + 1));
        await using var unit = await exchange.Work.BeginAsync(default);
        if (!isOld)
            job.QueueBehind(await unit.Jobs.WaitingOfAsync(owner, default));
        unit.Jobs.Add(job);
        await unit.CommitAsync(default);
    }

    private static async Task<string?> AnalyseNextAsync(Exchange exchange)
    {
        await using var unit = await exchange.Work.BeginAsync(default);
        if (await unit.Jobs.WaitingAsync(default) is not [var next, ..])
            return null;
        var job = (await unit.Jobs.FindAsync(next.Id, default))!;
        job.Start(Start);
        job.Complete(Start);
        await unit.CommitAsync(default);
        return $"{job.OwnerId} {job.FileName}";
    }

    private static async Task<List<string>> AnalyseAllAsync(Exchange exchange)
    {
        var order = new List<string>();
        while (await AnalyseNextAsync(exchange) is { } analysed)
            order.Add(analysed);
        return order;
    }
}

public sealed class QueueOrderOnSqliteTests() : QueueOrderTests(TestDatabase.Sqlite);

public sealed class QueueOrderOnPostgresTests() : QueueOrderTests(TestDatabase.Postgres);
