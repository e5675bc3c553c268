using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

/// <summary>Whoever does something to a market is in its history under a name that nobody else has.</summary>
public sealed class ActorNamesTests : IAsyncLifetime, IDisposable
{
    private static readonly Caller Operator = new("key:Boss", "Boss", Role.Operator, "127.0.0.1"), Host = new("guest:aaaa", "Guest AAAA", Role.Guest, "1");

    private readonly TemporaryFolder _folder = new();
    private Exchange _exchange = null!;

    public async Task InitializeAsync()
    {
        _exchange = await Exchange.OpenAsync(_folder.Path);
        await _exchange.Get<Naming>().RenameAsync(new Caller("guest:1", "1", Role.Guest, "1"), "Boss", default);
    }

    public async Task DisposeAsync() => await _exchange.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("edit")]
    [InlineData("lock")]
    [InlineData("void")]
    public async Task An_operator_whose_name_is_taken_is_in_the_history_with_a_number(string what)
    {
        var market = await _exchange.OpenMarketAsync(Host);

        await (what switch
        {
            "edit" => _exchange.Markets.EditAsync(market.Id, "Will it?", null, Operator, default),
            "lock" => _exchange.Markets.LockAsync(market.Id, Operator, default),
            _ => _exchange.Markets.VoidAsync(market.Id, "So it is.", Operator, default),
        });

        (await WhoAsync(market.Id)).Should().Equal("Guest AAAA", "Boss 2");
    }

    [Fact]
    public async Task So_is_one_who_rules()
    {
        var market = await _exchange.Markets.OpenAsync(
            new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }) { ChallengeWindow = TimeSpan.FromMinutes(2) }, Host, default);
        var bob = Exchange.Person("bob");
        await _exchange.StakeAsync(market, Outcome.Yes, 10, Exchange.Person("ada"));
        await _exchange.StakeAsync(market, Outcome.No, 10, bob);
        await _exchange.ResolveAsync(market.Id, Outcome.Yes);
        var reviews = _exchange.Get<ReviewService>();
        await reviews.ObjectAsync(market.Id, "It is a statue.", null, bob, default);

        await reviews.RuleAsync(market.Id, new Ending(Outcome.No, "It is.", null), Operator, default);

        (await WhoAsync(market.Id)).Should().EndWith(["bob", "Boss 2"]);
    }

    private async Task<IEnumerable<string?>> WhoAsync(long marketId)
    {
        await using var unit = await _exchange.Work.ReadAsync(default);
        return (await unit.Markets.AuditAsync(marketId, default)).Select(entry => entry.Name);
    }
}
