using CsCheck;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>Whatever happens, and wherever the server crashes: credits are conserved, and every stake is paid or
/// refunded once, exactly as the rules say. A failure prints the shortest history found and its seed; CsCheck_Seed in
/// the environment brings it back.</summary>
public sealed class HistoryTests
{
    [Fact]
    public Task In_500_histories_with_crashes_every_credit_is_where_the_rules_put_it() => RunAsync(TestDatabase.Sqlite, 500);

    [Fact]
    public Task In_100_histories_on_PostgreSQL_too() => RunAsync(TestDatabase.Postgres, 100);

    [Fact]
    [Trait("Category", "Long")]
    public Task In_10000_histories_with_crashes_every_credit_is_where_the_rules_put_it() => RunAsync(TestDatabase.Sqlite, 10_000);

    [Fact]
    [Trait("Category", "Long")]
    public Task In_10000_histories_on_PostgreSQL_too() => RunAsync(TestDatabase.Postgres, 10_000);

    private static Task RunAsync(TestDatabase database, int count) => History.Any.SampleAsync(
        history => HistoryRun.RunAsync(database, history), iter: count, print: history => history.ToString());
}
