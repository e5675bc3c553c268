using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Tests.Features.Markets;

/// <summary>How a market's pool came about, as its page draws it.</summary>
public sealed class TradingTests(RunningApp running) : ComponentTest(running)
{
    private const int MaxPoints = 200;

    [Fact]
    public async Task The_line_of_the_odds_stays_short_and_true_however_many_stakes_there_are()
    {
        var (market, _) = await Actions.OpenAsync(new NewMarket("Will it bark?", new Criterion { Labels = ["Dog"] }));
        Trading? trading = null;
        for (var stakes = 1; stakes <= MaxPoints + 30; stakes++)
        {
            trading = await ReadAsync(await StakeAsync(market!));
            trading.Points.Count.Should().BeLessThanOrEqualTo(MaxPoints);
        }

        trading!.Points[^1].Pool.Should().Be(new Pool(MaxPoints + 30, 0));

        // More at once than are listed: the line shows them all the same.
        var last = market!;
        for (var stakes = 0; stakes < 40; stakes++)
            last = await StakeAsync(market!);
        var after = await ReadAsync(last);
        after.Points.Count.Should().BeLessThanOrEqualTo(MaxPoints);
        after.Points[^1].Pool.Should().Be(new Pool(MaxPoints + 70, 0));
        after.Points.Count(point => point.Pool.Yes > trading.Pool.Yes).Should().BeGreaterThan(3);
    }

    private async Task<Market> StakeAsync(Market market) => (await App.Services.GetRequiredService<Staking>().StakeAsync(
        new StakeRequest(market.Id, Outcome.Yes, 1), Exchange.Person("Bob"), default)).Market;

    private async Task<Trading> ReadAsync(Market market) =>
        (await Actions.ReadTradingAsync(new MarketView(market, 0, market.Pool))).Trading!;
}
