using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Records;
using StreamBet.Tests.Support;
using Record = StreamBet.Core.Receipts.Records.Record;

namespace StreamBet.Tests.Receipts.Records;

/// <summary>The record of a server whose receipts are in its database.</summary>
public abstract class RecordKeeperTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly IReadOnlyList<Receipt> _chain =
        RecordSamples.Chain(RecordSamples.Number(Enumerable.Repeat(RecordSamples.EveryKind(), 4).SelectMany(kinds => kinds)));

    [Fact]
    public async Task It_equals_a_recount_however_many_ask_while_receipts_come()
    {
        await using var exchange = await OpenAsync();
        using var keeper = new RecordKeeper(exchange.Get<ReceiptReader>());
        (await keeper.ReadAsync(default)).Figures.Should().BeEquivalentTo(new Record().ToFigures());

        foreach (var part in _chain.Chunk(10))
        {
            var asked = Enumerable.Range(0, 8).Select(_ => keeper.ReadAsync(default)).ToList();
            await AddAsync(exchange, part);
            foreach (var kept in await Task.WhenAll(asked))
                kept.Json.ToArray().Should().Equal(Recount(kept.Figures.Receipts));
            (await keeper.ReadAsync(default)).Json.ToArray().Should().Equal(Recount(part[^1].Content.Sequence));
        }
    }

    [Fact]
    public async Task It_is_the_same_after_a_restart()
    {
        await using (var exchange = await OpenAsync())
        {
            await AddAsync(exchange, _chain);
            await exchange.DisposeAsync();
        }

        await using var restarted = await OpenAsync();
        using var keeper = new RecordKeeper(restarted.Get<ReceiptReader>());
        (await keeper.ReadAsync(default)).Json.ToArray().Should().Equal(Recount(_chain.Count));
    }

    [Fact]
    public async Task Who_gives_up_harms_nobody_else()
    {
        await using var exchange = await OpenAsync();
        await AddAsync(exchange, _chain);
        using var keeper = new RecordKeeper(exchange.Get<ReceiptReader>());
        using var giveUp = new CancellationTokenSource();
        var (given, other) = (keeper.ReadAsync(giveUp.Token), keeper.ReadAsync(default));
        await giveUp.CancelAsync();

        (await other).Json.ToArray().Should().Equal(Recount(_chain.Count));
        await ((Func<Task>)(() => keeper.ReadAsync(giveUp.Token))).Should().ThrowAsync<OperationCanceledException>();
        await Task.WhenAny(given);
        (await keeper.ReadAsync(default)).Json.ToArray().Should().Equal(Recount(_chain.Count));
    }

    private static async Task AddAsync(Exchange exchange, IEnumerable<Receipt> receipts)
    {
        await using var unit = await exchange.Work.BeginAsync(default);
        foreach (var receipt in receipts)
            unit.Receipts.Add(receipt, ReceiptSamples.Seed);
        await unit.CommitAsync(default);
    }

    private byte[] Recount(long count) =>
        RecordSamples.Count(_chain.Take((int)count).Select(receipt => receipt.Content)).ToBytes();
}

public sealed class RecordKeeperOnSqliteTests() : RecordKeeperTests(TestDatabase.Sqlite);

public sealed class RecordKeeperOnPostgresTests() : RecordKeeperTests(TestDatabase.Postgres);
