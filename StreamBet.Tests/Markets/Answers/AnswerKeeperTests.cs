using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Answers;
using StreamBet.Core.People;
using StreamBet.Core.Persistence;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Answers;

/// <summary>What is done under an idempotency key is done once, whenever the server crashes.</summary>
public abstract class AnswerKeeperTests(TestDatabase database)
{
    private static readonly Caller Ada = Exchange.Person("ada");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public async Task A_second_request_does_not_wait_for_the_first()
    {
        using var folder = TemporaryFolder.InMemory();
        await using var exchange = await Exchange.OpenAsync(folder.Path, database: database);
        var answers = exchange.Get<AnswerKeeper>();
        var key = KeyOf("ada", "body");
        var first = new TaskCompletionSource<KeptAnswer>();
        var answering = answers.AnswerOnceAsync(key, () => first.Task, default);

        var same = () => answers.AnswerOnceAsync(key, NotAgain, default);
        var changed = () => answers.AnswerOnceAsync(KeyOf("ada", "other"), NotAgain, default);

        var refusal = (await same.Should().ThrowAsync<RefusedException>()).Which.Refusal;
        (refusal.Kind, refusal.Code).Should().Be((RefusalKind.Conflict, "idempotency_key_under_way"));
        refusal.RetryAfter.Should().BePositive();
        (await changed.Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be("idempotency_key_reused");
        first.SetResult(answers.Write(key, "/", []));
        await answering;
    }

    [Theory]
    [InlineData("")]
    [InlineData("k\u00e9y")]
    [InlineData("a\nb")]
    [InlineData("\u007f")]
    public void A_key_is_printable_ASCII(string key)
    {
        var check = () => IdempotencyKey.Of("ada", key, "/", []);

        check.Should().Throw<RefusedException>().Which.Refusal.Code.Should().Be("idempotency_key");
    }

    /// <summary>A crash at every statement: the stake and its answer are both there or neither, and sent again it is one.</summary>
    [Fact]
    public Task Whenever_the_server_crashes_the_stake_is_placed_once() => CrashAsync(
        exchange => exchange.OpenMarketAsync(Exchange.Person("hannah")), StakeOnceAsync, db => db.Stakes.CountAsync());

    /// <summary>As above, for a market.</summary>
    [Fact]
    public Task Whenever_the_server_crashes_the_market_is_opened_once() => CrashAsync(
        _ => Task.CompletedTask, OpenOnceAsync, db => db.Markets.CountAsync());

    private async Task CrashAsync(
        Func<Exchange, Task> prepareAsync, Func<Exchange, Task<string>> doOnceAsync, Func<StreamBetDb, Task<int>> countAsync)
    {
        var (isOver, undone) = (false, 0);
        for (var statement = 1; !isOver; statement++)
        {
            using var folder = TemporaryFolder.InMemory();
            isOver = !await IsCrashedAsync(folder, statement, prepareAsync, doOnceAsync);
            await using var next = await Exchange.OpenAsync(folder.Path, _time, database: database);
            var left = await next.ReadAsync(countAsync);
            (await next.ReadAsync(db => db.Set<KeptAnswer>().CountAsync())).Should().Be(left, "they are written together");
            undone += 1 - left;

            var answer = await doOnceAsync(next);

            (await doOnceAsync(next)).Should().Be(answer);
            (await next.ReadAsync(countAsync)).Should().Be(1, $"it crashed at statement {statement}");
            await Bank.EnsureWholeAsync(next);
            await next.DisposeAsync();
        }

        undone.Should().BePositive("some of the crashes must hit");
    }

    private async Task<bool> IsCrashedAsync(
        TemporaryFolder folder, int statement, Func<Exchange, Task> prepareAsync, Func<Exchange, Task<string>> doOnceAsync)
    {
        await using var crash = await database.CrashAsync(folder.Path);
        await using var exchange = await Exchange.OpenAsync(folder.Path, _time, crash: crash);
        await prepareAsync(exchange);
        crash.Set(statement);
        try
        {
            await doOnceAsync(exchange);
        }
        catch (Exception) when (crash.HasCome)
        {
            // Whoever asked was not answered.
        }

        await exchange.DisposeAsync();
        return crash.HasCome;
    }

    private static Task<string> StakeOnceAsync(Exchange exchange) => OnceAsync<AcceptedStake>(
        exchange,
        keep => exchange.Staking.StakeAsync(new StakeRequest(1, Outcome.Yes, 10) { Keep = keep }, Ada, default),
        stake => $"{stake.Stake.Id} {stake.Balance}");

    private static Task<string> OpenOnceAsync(Exchange exchange) => OnceAsync<Market>(
        exchange,
        keep => exchange.Markets.OpenAsync(
            new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }) { Keep = keep }, Ada, default),
        market => $"{market.Id} {market.OpenedAt}");

    private static async Task<string> OnceAsync<T>(Exchange exchange, Func<Func<T, KeptAnswer>, Task<T>> doAsync, Func<T, string> write)
    {
        var (answers, key) = (exchange.Get<AnswerKeeper>(), KeyOf("ada", "body"));
        var kept = await answers.AnswerOnceAsync(
            key,
            async () =>
            {
                KeptAnswer? written = null;
                await doAsync(made => written = answers.Write(key, "/", Encoding.UTF8.GetBytes(write(made))));
                return written!;
            },
            default);
        return Encoding.UTF8.GetString(kept.Body);
    }

    private static IdempotencyKey KeyOf(string person, string body) => IdempotencyKey.Of(person, "key", "/", Encoding.UTF8.GetBytes(body));

    private static Task<KeptAnswer> NotAgain() => throw new InvalidOperationException("It must not be done again.");
}

public sealed class AnswerKeeperOnSqliteTests() : AnswerKeeperTests(TestDatabase.Sqlite);

public sealed class AnswerKeeperOnPostgresTests() : AnswerKeeperTests(TestDatabase.Postgres);
