using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Tests.Shared.Board;

/// <summary>Everyone who looks on sees the markets as they are, whatever changed them.</summary>
public sealed class MarketBoardTests : IDisposable
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    private readonly TestApp _app = TestApp.Start();

    private MarketBoard Board => _app.Services.GetRequiredService<MarketBoard>();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_stake_reaches_everyone_and_only_its_owner_hears_that_it_is_theirs()
    {
        var guest = await _app.NewGuestAsync();
        var id = (await guest.GetJsonAsync("/api/me")).GetProperty("id").GetString()!;
        using var own = Board.Subscribe(id);
        using var other = Board.Subscribe("guest:somebody");
        (await FirstAsync(own, _ => true)).IsOwnChanged.Should().BeTrue("a newcomer reads their purse first");
        (await FirstAsync(other, _ => true)).IsOwnChanged.Should().BeTrue();

        await guest.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 500 }, HttpStatusCode.Created);

        (await FirstAsync(own, IsStaked)).IsOwnChanged.Should().BeTrue();
        (await FirstAsync(other, IsStaked)).IsOwnChanged.Should().BeFalse();

        static bool IsStaked(MarketUpdate update) => Of(update, 1).Market.Pool.Total == 5_500;
    }

    [Fact]
    public async Task What_has_not_changed_stays_the_same_object()
    {
        using var subscription = Board.Subscribe("guest:somebody");
        var before = await FirstAsync(subscription, _ => true);

        await _app.Local.PostJsonAsync("/api/bets/1/stakes", new { side = "NO", amount = 10 }, HttpStatusCode.Created);
        var after = await FirstAsync(subscription, update => !ReferenceEquals(Of(update, 1), Of(before, 1)));

        Of(after, 2).Should().BeSameAs(Of(before, 2));
        Of(after, 1).Odds(Outcome.No).Should().BeApproximately(5_010m / 2_010, 0.001m);
    }

    [Fact]
    public async Task A_decided_market_goes_to_the_ended_ones_and_a_fresh_one_comes()
    {
        using var subscription = Board.Subscribe("guest:somebody");

        await (await _app.Local.SendClipAsync(await RealClips.NobodyAsync(), "?bet_ids=1")).ReadAsync();
        var update = await FirstAsync(
            subscription, update => update.Markets.Any(view => view.Market is { Id: 1, IsActive: false }));

        update.Markets.Count(view => view.Market.IsActive).Should().Be(4);
        update.Markets[^1].Market.Id.Should().Be(1);
    }

    [Fact]
    public async Task Whoever_has_gone_is_forgotten()
    {
        using var stays = Board.Subscribe("guest:somebody");
        Board.Subscribe("guest:gone").Dispose();

        await _app.Local.PostJsonAsync("/api/bets/1/stakes", new { side = "NO", amount = 10 }, HttpStatusCode.Created);

        await FirstAsync(stays, update => Of(update, 1).Market.Pool.Total == 5_010);
    }

    private static MarketView Of(MarketUpdate update, long id) => update.Markets.Single(view => view.Market.Id == id);

    private static async Task<MarketUpdate> FirstAsync(MarketSubscription subscription, Func<MarketUpdate, bool> isWanted)
    {
        var isOwnChanged = false;
        await foreach (var update in subscription.ReadAsync(Soon))
        {
            isOwnChanged |= update.IsOwnChanged;
            if (isWanted(update))
                return update with { IsOwnChanged = isOwnChanged };
        }

        throw new InvalidOperationException("The board has stopped.");
    }
}
