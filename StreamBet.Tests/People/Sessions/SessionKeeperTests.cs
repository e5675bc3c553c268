using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.People.Sessions;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.People.Sessions;

/// <summary>The sessions in memory and in the database.</summary>
public abstract class SessionKeeperTests(TestDatabase database) : DatabaseTest(database), IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 30, 0, TimeSpan.Zero));
    private Exchange _exchange = null!;
    private WatchedWork _work = null!;
    private SessionKeeper _sessions = null!;

    public async Task InitializeAsync()
    {
        _exchange = await OpenAsync();
        _work = new WatchedWork(_exchange.Work);
        _sessions = new SessionKeeper(_work, ServerNews.OfOneServer(), _time, NullLogger<SessionKeeper>.Instance);
    }

    public async Task DisposeAsync() => await _exchange.DisposeAsync();

    [Fact]
    public async Task A_session_is_read_once_however_often_it_is_used()
    {
        await _sessions.BeginAsync(Token("operator"), Role.Operator, default);

        for (var request = 0; request < 1_000; request++)
            (await _sessions.FindAsync(Token("operator"), default))!.Role.Should().Be(Role.Operator);

        _work.Reads.Should().Be(1);
    }

    [Fact]
    public async Task A_cookie_with_another_secret_or_of_another_person_is_none()
    {
        await _sessions.BeginAsync(Token("operator"), Role.Operator, default);

        (await _sessions.FindAsync(Token("operator", "another secret"), default)).Should().BeNull();
        (await _sessions.FindAsync(Token("guest:1") with { Hash = Token("operator").Hash }, default)).Should().BeNull();
        (await _sessions.FindAsync(Token("operator"), default)).Should().NotBeNull();
        (await _sessions.FindAsync(Token("guest:1") with { Hash = Token("operator").Hash }, default)).Should().BeNull();
    }

    [Fact]
    public async Task The_hour_of_the_last_use_is_written_and_no_more()
    {
        await _sessions.BeginAsync(Token("operator"), Role.Operator, default);
        await _sessions.FindAsync(Token("operator"), default);
        await _sessions.WriteAsync(default);
        var writes = _work.Writes;

        _time.Advance(TimeSpan.FromMinutes(29));
        await _sessions.FindAsync(Token("operator"), default);
        await _sessions.WriteAsync(default);
        _work.Writes.Should().Be(writes);

        _time.Advance(TimeSpan.FromMinutes(1));
        await _sessions.FindAsync(Token("operator"), default);
        await _sessions.WriteAsync(default);
        (await _sessions.ListAsync("operator", null, default)).Single().SeenAt
            .Should().Be(new DateTimeOffset(2026, 1, 1, 13, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_session_that_ends_while_it_is_read_has_ended()
    {
        var token = Token("operator");
        await _sessions.BeginAsync(token, Role.Operator, default);
        _work.AfterRead = async () =>
        {
            _work.AfterRead = null;
            await _sessions.EndAsync("operator", token.Id, default);
        };

        (await _sessions.FindAsync(token, default)).Should().BeNull();

        (await _sessions.FindAsync(token, default)).Should().BeNull();
    }

    [Fact]
    public async Task A_guest_of_whom_nothing_is_known_is_not_stored_until_it_is()
    {
        var token = Token("guest:1");
        _sessions.Welcome(token);
        _sessions.Store(["guest:1"]);
        await _sessions.WriteAsync(default);
        (await _sessions.ListAsync("guest:1", null, default)).Should().BeEmpty();

        await using (var unit = await _exchange.Work.BeginAsync(default))
        {
            await unit.People.IntroduceAsync(new Caller("guest:1", "Ada", Role.Guest, ""), _time.GetUtcNow(), default);
            await unit.CommitAsync(default);
        }

        _sessions.Store(["guest:1"]);
        await _sessions.WriteAsync(default);
        (await _sessions.ListAsync("guest:1", null, default)).Single().Id.Should().Be(token.Id);
    }

    [Fact]
    public async Task A_session_that_ended_before_it_was_stored_is_not_good_again_after_a_restart()
    {
        var token = Token("guest:1");
        _sessions.Welcome(token);
        _sessions.Store(["guest:1"]);
        (await _sessions.EndAsync("guest:1", token.Id, default)).Should().BeTrue();
        (await _sessions.FindAsync(token, default)).Should().BeNull();

        // The guest has done something in another tab meanwhile, so their sessions are stored.
        await using (var unit = await _exchange.Work.BeginAsync(default))
        {
            await unit.People.IntroduceAsync(new Caller("guest:1", "Ada", Role.Guest, ""), _time.GetUtcNow(), default);
            await unit.CommitAsync(default);
        }

        await _sessions.WriteAsync(default);
        var restarted = new SessionKeeper(_work, ServerNews.OfOneServer(), _time, NullLogger<SessionKeeper>.Instance);
        (await restarted.FindAsync(token, default)).Should().BeNull();
    }

    [Fact]
    public async Task A_session_that_another_server_ends_is_ended_here_at_once()
    {
        var (here, there) = TestLine.Pair();
        var ending = new SessionKeeper(_work, here, _time, NullLogger<SessionKeeper>.Instance);
        var knowing = new SessionKeeper(_work, there, _time, NullLogger<SessionKeeper>.Instance);
        var token = Token("operator");
        await ending.BeginAsync(token, Role.Operator, default);
        (await knowing.FindAsync(token, default)).Should().NotBeNull();
        var told = 0;
        using var watch = knowing.WhenEnded("operator", token.Id, () => told++);

        await ending.EndAsync("operator", token.Id, default);

        (await knowing.FindAsync(token, default)).Should().BeNull();
        told.Should().Be(1);
    }

    [Fact]
    public async Task Sessions_whose_cookies_have_expired_are_deleted()
    {
        await _sessions.BeginAsync(Token("operator"), Role.Operator, default);
        await _sessions.EndAsync("operator", Token("operator").Id, default);

        _time.Advance(SessionKeeper.Life);
        await _sessions.SweepAsync(default);
        await using (var unit = await _exchange.Work.ReadAsync(default))
            (await unit.Sessions.FindAsync(Token("operator").Id, default)).Should().NotBeNull("its cookie may still be sent");

        _time.Advance(TimeSpan.FromDays(2));
        await _sessions.SweepAsync(default);
        await using (var unit = await _exchange.Work.ReadAsync(default))
            (await unit.Sessions.FindAsync(Token("operator").Id, default)).Should().BeNull();
    }

    private SessionToken Token(string personId, string secret = "a secret") =>
        SessionToken.Of(personId, $"{secret} of {personId}", _time.Start, "192.0.2.1", "curl/8");

    // Counts the transactions, and does something just after one that reads.
    private sealed class WatchedWork(IUnitOfWorkFactory real) : IUnitOfWorkFactory
    {
        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public Func<Task>? AfterRead { get; set; }

        public Task<IUnitOfWork> BeginAsync(CancellationToken cancellationToken)
        {
            Writes++;
            return real.BeginAsync(cancellationToken);
        }

        public async Task<IUnitOfWork> ReadAsync(CancellationToken cancellationToken)
        {
            Reads++;
            return new WatchedUnit(await real.ReadAsync(cancellationToken), () => AfterRead?.Invoke() ?? Task.CompletedTask);
        }

        private sealed class WatchedUnit(IUnitOfWork real, Func<Task> afterwards) : IUnitOfWork
        {
            public T Store<T>()
                where T : class => real.Store<T>();

            public Task CommitAsync(CancellationToken cancellationToken) => real.CommitAsync(cancellationToken);

            public async ValueTask DisposeAsync()
            {
                await real.DisposeAsync();
                await afterwards();
            }
        }
    }
}

public sealed class SessionKeeperOnSqliteTests() : SessionKeeperTests(TestDatabase.Sqlite);

public sealed class SessionKeeperOnPostgresTests() : SessionKeeperTests(TestDatabase.Postgres);
