using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Markets.Standings;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Standings;

/// <summary>Who calls it best, in markets in which nobody can have bet against themselves alone.</summary>
public abstract class StandingTests(TestDatabase database) : DatabaseTest(database), IAsyncLifetime
{
    private static readonly Caller Host = Exchange.Person("Hilda");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private Exchange _exchange = null!;

    public async Task InitializeAsync() => _exchange = await OpenAsync(_time);

    public Task DisposeAsync() => _exchange.DisposeAsync().AsTask();

    [Fact]
    public async Task Net_and_right_calls_are_counted_ever_and_for_the_week_and_ranked_from_twenty_verdicts_on()
    {
        var people = People("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.3", "10.0.0.3");
        for (var market = 0; market < Standing.MinVerdicts - 1; market++)
            await SettleAsync(people, winners: 2);
        (await RankAsync()).Should().BeEmpty();

        _time.Advance(TimeSpan.FromDays(8));
        await SettleAsync(people, winners: 1);

        var ranked = await RankAsync();
        ranked.Select(standing => (standing.Name, standing.Right, standing.Verdicts)).Should().BeEquivalentTo(
            [("Guest 0", 20, 20), ("Guest 1", 19, 20), ("Guest 2", 0, 20), ("Guest 3", 0, 20), ("Guest 4", 0, 20)]);
        ranked.Take(2).Select(standing => standing.Name).Should().Equal("Guest 0", "Guest 1");
        ranked.Sum(standing => standing.Net).Should().Be(0, "what some win others lose");
        (await RankAsync(isThisWeek: true)).Should().BeEmpty();
        (await _exchange.Get<StandingKeeper>().ReadAsync(default)).Week[people[0].Id].Should().Match<Standing>(
            standing => standing.Verdicts == 1 && standing.Right == 1 && standing.Net == 40);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4")]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.2", "10.0.0.2")]
    public async Task A_market_of_too_few_people_or_addresses_counts_for_nobody(params string[] addresses)
    {
        await SettleAsync(People(addresses), winners: 1);

        (await _exchange.Get<StandingKeeper>().ReadAsync(default)).Ever.Should().BeEmpty();
    }

    private static List<Caller> People(params string[] addresses) =>
        [.. addresses.Select((address, number) => new Caller($"guest:{number}", $"Guest {number}", Role.Guest, address))];

    private Task<IReadOnlyList<Standing>> RankAsync(bool isThisWeek = false) =>
        _exchange.Get<StandingKeeper>().RankAsync(isThisWeek, byShare: false, 100, default);

    private async Task SettleAsync(List<Caller> people, int winners)
    {
        var market = await _exchange.OpenMarketAsync(Host);
        foreach (var (number, person) in people.Index())
            await _exchange.StakeAsync(market, number < winners ? Outcome.Yes : Outcome.No, 10, person);
        await _exchange.ResolveAsync(market.Id, Outcome.Yes);
    }
}

public sealed class StandingOnSqliteTests() : StandingTests(TestDatabase.Sqlite);

public sealed class StandingOnPostgresTests() : StandingTests(TestDatabase.Postgres);
