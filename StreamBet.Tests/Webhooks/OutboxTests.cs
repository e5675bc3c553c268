using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Core.Webhooks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Webhooks;

/// <summary>Messages are written with the changes that they tell of.</summary>
public abstract class OutboxTests(TestDatabase database) : DatabaseTest(database), IAsyncLifetime
{
    private static readonly Caller Host = Exchange.Person("host");
    private static readonly Caller Other = Exchange.Person("other");
    private static readonly Caller Operator = new(Caller.OperatorId, "Operator", Role.Operator, "127.0.0.1");

    private Exchange _exchange = null!;

    public async Task InitializeAsync() => _exchange = await OpenAsync();

    public Task DisposeAsync() => _exchange.DisposeAsync().AsTask();

    [Theory]
    [InlineData(MarketState.Open)]
    [InlineData(MarketState.Locked)]
    [InlineData(MarketState.Resolved)]
    [InlineData(MarketState.Void)]
    public void A_change_that_leaves_the_state_is_not_told(MarketState state) => WebhookEvents.TypeOf(state, state).Should().BeNull();

    [Fact]
    public async Task A_market_tells_its_host_and_operators_what_becomes_of_it()
    {
        var own = await AddAsync(Host);
        var foreign = await AddAsync(Other);
        var all = await AddAsync(Operator, isForAll: true);
        var market = await _exchange.OpenMarketAsync(Host);
        await _exchange.StakeAsync(market, Outcome.Yes, 30, Other);
        await _exchange.StakeAsync(market, Outcome.No, 10, Exchange.Person("third"));
        await _exchange.ResolveAsync(market.Id, Outcome.Yes);

        var messages = await ReadAsync(own);
        messages.Select(message => message.Type).Should().Equal("market.opened", "market.locked", "market.decided");
        (await ReadAsync(all)).Select(message => message.Type).Should().Equal(messages.Select(message => message.Type));
        (await ReadAsync(foreign)).Should().BeEmpty();
        messages.Select(message => message.MessageId).Should().OnlyHaveUniqueItems();

        var told = JsonDocument.Parse(messages[^1].Body).RootElement;
        told.GetProperty("type").GetString().Should().Be("market.decided");
        told.GetProperty("timestamp").GetDateTimeOffset().Should().Be(_exchange.Get<TimeProvider>().GetUtcNow());
        var bet = told.GetProperty("data").GetProperty("bet");
        bet.GetProperty("id").GetInt64().Should().Be(market.Id);
        bet.GetProperty("state").GetString().Should().Be("resolved");
        bet.GetProperty("outcome").GetString().Should().Be("YES");
        bet.GetProperty("decided_by").GetString().Should().Be("clip");
        bet.GetProperty("pool").GetInt64().Should().Be(40);
        bet.GetProperty("odds").GetProperty("no").GetDecimal().Should().Be(4);
        bet.GetProperty("verdict").GetProperty("confidence").GetDouble().Should().BeGreaterThan(80);
        bet.GetProperty("verdict").GetProperty("detected_at").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_market_that_people_decide_is_in_review_and_one_that_is_voided_is_void()
    {
        var hook = await AddAsync(Host);
        var byPeople = await _exchange.Markets.OpenAsync(new NewMarket("Will it be beautiful?", null), Host, default);
        await using (var unit = await _exchange.Work.BeginAsync(default))
        {
            var market = (await unit.Markets.FindAsync(byPeople.Id, default))!;
            var now = _exchange.Get<TimeProvider>().GetUtcNow();
            market.Bind(Guid.CreateVersion7(), Host.Id, now);
            market.AcceptClip(new string('c', 64), Host.Id, now);
            await unit.CommitAsync(default);
        }

        await _exchange.ResolveAsync(byPeople.Id, Outcome.No);
        var voided = await _exchange.OpenMarketAsync(Host);
        await _exchange.Markets.VoidAsync(voided.Id, "A mistake.", Host, default);

        var messages = await ReadAsync(hook);
        messages.Select(message => message.Type)
            .Should().Equal("market.opened", "market.locked", "market.review", "market.opened", "market.void");
        JsonDocument.Parse(messages[^1].Body).RootElement.GetProperty("data").GetProperty("why").GetString().Should().Be("Voided: A mistake.");
    }

    [Fact]
    public async Task A_webhook_gets_only_the_types_it_asks_for_and_nothing_while_it_is_stopped()
    {
        var hook = await AddAsync(Host, events: [WebhookEvents.Void]);
        await VoidOneAsync();
        (await ReadAsync(hook)).Select(message => message.Type).Should().Equal("market.void");

        await using (var unit = await _exchange.Work.BeginAsync(default))
        {
            (await unit.Webhooks.FindAsync(hook, default))!.Stop("It failed.", default);
            await unit.CommitAsync(default);
        }

        await VoidOneAsync();
        (await ReadAsync(hook)).Should().HaveCount(1);
    }

    [Fact]
    public async Task What_is_not_committed_is_not_told()
    {
        var hook = await AddAsync(Host);
        await using (var unit = await _exchange.Work.BeginAsync(default))
        {
            await unit.Markets.AddAsync(
                Market.Open(
                    Host.Id, new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }), false, [],
                    _exchange.Get<TimeProvider>().GetUtcNow()),
                default);
        }

        (await ReadAsync(hook)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_webhook_of_somebody_who_is_no_operator_any_more_is_told_of_their_own_markets_alone()
    {
        var hook = await AddAsync(Other, isForAll: true);

        await _exchange.OpenMarketAsync(Host);
        (await ReadAsync(hook)).Should().BeEmpty();
        await _exchange.OpenMarketAsync(Other);
        (await ReadAsync(hook)).Should().HaveCount(1);
    }

    [Fact]
    public async Task Old_messages_are_swept_and_those_that_wait_are_kept()
    {
        var hook = await AddAsync(Host);
        var now = _exchange.Get<TimeProvider>().GetUtcNow();
        await using (var unit = await _exchange.Work.BeginAsync(default))
        {
            unit.Webhooks.Add(WebhookDelivery.Write(hook, "old", "{}", now - TimeSpan.FromDays(31)));
            for (var i = 0; i < 4; i++)
            {
                var done = WebhookDelivery.Write(hook, $"done {i}", "{}", now);
                done.Record(new WebhookAnswer(200, null), now, 0);
                unit.Webhooks.Add(done);
            }

            unit.Webhooks.Add(WebhookDelivery.Write(hook, "waits", "{}", now - TimeSpan.FromDays(29)));
            await unit.CommitAsync(default);
        }

        await using (var unit = await _exchange.Work.BeginAsync(default))
        {
            await unit.Webhooks.SweepAsync(now - WebhookDeliverer.MaxAge, 2, default);
            await unit.CommitAsync(default);
        }

        (await ReadAsync(hook)).Select(message => message.Type).Should().BeEquivalentTo("done 2", "done 3", "waits");
    }

    private async Task VoidOneAsync() => await _exchange.Markets.VoidAsync(
        (await _exchange.OpenMarketAsync(Host)).Id, "A mistake.", Host, default);

    private async Task<Guid> AddAsync(Caller owner, bool isForAll = false, IReadOnlyList<string>? events = null)
    {
        await using var unit = await _exchange.Work.BeginAsync(default);
        var hook = Webhook.Make(
            owner.Id, new Uri("https://example.org/hook"), [1], isForAll, events, _exchange.Get<TimeProvider>().GetUtcNow());
        unit.Webhooks.Add(hook);
        await unit.CommitAsync(default);
        return hook.Id;
    }

    private async Task<List<WebhookDelivery>> ReadAsync(Guid hook) => await _exchange.ReadAsync(db =>
        db.Set<WebhookDelivery>().AsNoTracking().Where(delivery => delivery.WebhookId == hook).OrderBy(delivery => delivery.Id).ToListAsync());
}

public sealed class OutboxOnSqliteTests() : OutboxTests(TestDatabase.Sqlite);

public sealed class OutboxOnPostgresTests() : OutboxTests(TestDatabase.Postgres);
