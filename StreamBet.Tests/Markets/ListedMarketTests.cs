using StreamBet.Core.Markets;

namespace StreamBet.Tests.Markets;

/// <summary>Which markets are on the dashboard when there are more than it shows.</summary>
public sealed class ListedMarketTests
{
    private const int Places = 200;
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static ListedMarket Of(long id, string host, long pool = 0, int minutes = 60) => new(id, host, pool, Now.AddMinutes(minutes));

    [Fact]
    public void All_are_shown_while_there_is_room() => ListedMarket
        .Choose([.. Enumerable.Range(1, Places).Select(id => Of(id, "one"))], Places).Should().HaveCount(Places);

    [Fact]
    public void Thousands_of_new_ones_push_off_none_with_a_pool_none_that_closes_soon_and_none_that_is_new()
    {
        ListedMarket[] honest = [Of(1, "ada", pool: 50), Of(2, "ben", minutes: 5), Of(9_999, "cleo")];
        var flood = Enumerable.Range(100, 5_000).Select(id => Of(id, $"bot{id % 11}", pool: id % 2, minutes: 1 + (id % 1_000)));

        var chosen = ListedMarket.Choose([.. flood, .. honest], Places);

        chosen.Should().HaveCount(Places).And.Contain(honest.Select(market => market.Id));
    }

    [Fact]
    public void One_host_alone_fills_the_places_that_nobody_else_needs() => ListedMarket
        .Choose([.. Enumerable.Range(1, 300).Select(id => Of(id, "one"))], Places).Should().HaveCount(Places).And.Contain(300);
}
