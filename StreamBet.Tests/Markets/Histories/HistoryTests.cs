using CsCheck;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>Whatever happens, and wherever the server crashes: credits are conserved, and every stake is paid or
/// refunded once, exactly as the rules say. A failure prints the shortest history found and its seed; CsCheck_Seed in
/// the environment brings it back.</summary>
public sealed class HistoryTests
{
    [Fact]
    public Task In_500_histories_with_crashes_every_credit_is_where_the_rules_put_it() => RunAsync(500);

    [Fact]
    [Trait("Category", "Long")]
    public Task In_10000_histories_with_crashes_every_credit_is_where_the_rules_put_it() => RunAsync(10_000);

    private static Task RunAsync(int count) =>
        History.Any.SampleAsync(HistoryRun.RunAsync, iter: count, print: history => history.ToString());
}
