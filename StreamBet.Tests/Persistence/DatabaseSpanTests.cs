using System.Collections.Concurrent;
using System.Diagnostics;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Persistence;

/// <summary>Transactions are spans of what asked for them. Other tests run in this process, so each test looks at a trace of its
/// own.</summary>
public abstract class DatabaseSpanTests(TestDatabase database, bool hasStatements) : DatabaseTest(database)
{
    private const string Driver = "Npgsql";

    [Fact]
    public async Task A_transaction_is_a_span_of_what_asked_for_it_and_nothing_where_nobody_did()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Telemetry.Name or Driver,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));

        using var asked = new Activity("asked").Start();
        await using (var unit = await exchange.Work.ReadAsync(default))
            await unit.Markets.FindAsync(market.Id, default);
        await exchange.Markets.LockAsync(market.Id, Exchange.Person("host"), default);
        asked.Stop();

        var spans = ended.Where(span => span.TraceId == asked.TraceId).ToList();
        spans.Where(span => span.Source.Name == Telemetry.Name && span.ParentSpanId == asked.SpanId).Select(span => span.OperationName)
            .Should().StartWith("database read").And.Contain("database write");
        var statements = spans.Where(span => span.Source.Name == Driver).ToList();
        (statements.Count > 0).Should().Be(hasStatements);
        ended.Where(span => span.ParentSpanId == default && span.OperationName.StartsWith("database ", StringComparison.Ordinal)).Should().BeEmpty();
        var names = statements.Select(NameOf).ToHashSet();
        ended.Where(span => span.Source.Name == Driver && span.ParentSpanId == default && names.Contains(NameOf(span)))
            .Should().BeEmpty("the market was opened outside of any span");
    }

    private static object? NameOf(Activity statement) => statement.GetTagItem("db.namespace");
}

public sealed class DatabaseSpanOnSqliteTests() : DatabaseSpanTests(TestDatabase.Sqlite, hasStatements: false);

public sealed class DatabaseSpanOnPostgresTests() : DatabaseSpanTests(TestDatabase.Postgres, hasStatements: true);
