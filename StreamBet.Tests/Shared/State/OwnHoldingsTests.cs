using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.State;

namespace StreamBet.Tests.Shared.State;

public sealed class OwnHoldingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_of_a_persons_stakes_count_however_many_they_are()
    {
        await using var exchange = await Exchange.OpenAsync(_folder.Path);
        var (ada, market) = (Exchange.Person("ada"), await exchange.OpenMarketAsync(Exchange.Person("host")));
        await Task.WhenAll(Enumerable.Range(0, 205).Select(_ => exchange.StakeAsync(market, Outcome.Yes, 1, ada)));
        await exchange.StakeAsync(market, Outcome.No, 7, ada);
        var reader = new HoldingsReader(exchange.Work, exchange.Get<Wallet>());

        var undecided = await reader.ReadAsync(ada, default);
        undecided.On(market, Outcome.Yes).Should().Be(205);
        undecided.On(market, Outcome.No).Should().Be(7);
        undecided.Credits.Should().Be(788);

        await exchange.ResolveAsync(market.Id, Outcome.Yes);

        (await reader.ReadAsync(ada, default)).In(market).Select(position => (position.Side, position.Amount, position.Returned))
            .Should().BeEquivalentTo([(Outcome.Yes, 205L, (long?)212), (Outcome.No, 7L, 0)]);
    }
}
