using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Servers;

namespace StreamBet.Tests.Servers;

public sealed class LivingServersTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly Roll _roll;
    private readonly ServerNews _news = ServerNews.OfOneServer();
    private readonly LivingServers _first;
    private readonly LivingServers _second;

    public LivingServersTests()
    {
        _roll = new Roll(_time);
        (_first, _second) = (Make(_news), Make(ServerNews.OfOneServer()));
    }

    public async Task InitializeAsync()
    {
        await _first.StartAsync(default);
        await _second.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _first.StopAsync(default);
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task The_one_that_has_run_longest_is_on_duty_and_a_newcomer_is_known_at_once()
    {
        (_first.IsOnDuty, _second.IsOnDuty).Should().Be((true, false));
        (await _first.LivesAsync(_second.Me, default)).Should().BeTrue();
        (await _first.LivesAsync(Guid.NewGuid(), default)).Should().BeFalse();
        (await _first.LivesAsync(null, default)).Should().BeFalse();
    }

    [Fact]
    public async Task One_that_is_silent_for_twelve_seconds_is_dead_and_the_others_are_told()
    {
        await _first.LivesAsync(_second.Me, default);
        var (gone, missed) = (0, 0);
        _first.Gone += () => gone++;
        _news.Missed += () => missed++;
        _roll.Silence(_second.Me);

        await BeatsAsync(3);
        (await _first.LivesAsync(_second.Me, default)).Should().BeTrue();
        gone.Should().Be(0);
        await BeatsAsync(2);

        (await _first.LivesAsync(_second.Me, default)).Should().BeFalse();
        (gone, missed).Should().Be((1, 1));
        _roll.Ids.Should().Equal(_first.Me);
    }

    [Fact]
    public async Task While_the_database_is_away_nobody_is_taken_for_dead()
    {
        await _first.LivesAsync(_second.Me, default);
        var gone = 0;
        _first.Gone += () => gone++;
        _roll.Silence(_second.Me);
        _roll.IsAway = true;
        await BeatsAsync(10);

        _roll.IsAway = false;
        await BeatsAsync(3);

        gone.Should().Be(0, "the others were as little able to beat as this one");
    }

    [Fact]
    public async Task One_that_leaves_is_gone_at_once()
    {
        await _first.LivesAsync(_second.Me, default);
        await _second.StopAsync(default);

        await BeatsAsync(1);

        (await _first.LivesAsync(_second.Me, default)).Should().BeFalse();
    }

    [Fact]
    public async Task One_with_another_data_directory_does_not_join()
    {
        using var foreign = Make(ServerNews.OfOneServer(), "another key");

        (await foreign.Awaiting(server => server.StartAsync(default)).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain("another key").And.Contain("mount the same folder");

        _roll.Ids.Should().NotContain(foreign.Me);
    }

    private LivingServers Make(ServerNews news, string key = "key") => new(
        _roll, new Alone(), new ThisServer { KeyId = key }, news, _time, NullLogger<LivingServers>.Instance);

    private async Task BeatsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            if (_roll.IsAway)
                await _first.Awaiting(server => server.BeatAsync(default)).Should().ThrowAsync<InvalidOperationException>();
            else
                await _first.BeatAsync(default);
        }
    }

    // The table of servers, by the test's clock.
    private sealed class Roll(FakeTimeProvider time) : IServerRoll
    {
        private readonly Lock _gate = new();
        private readonly List<(Guid Id, string Key, DateTimeOffset SeenAt)> _rows = [];
        private readonly HashSet<Guid> _silent = [];

        public bool IsShared => true;

        public bool IsAway { get; set; }

        public IEnumerable<Guid> Ids
        {
            get
            {
                lock (_gate)
                    return [.. _rows.Select(row => row.Id)];
            }
        }

        public void Silence(Guid id) => _silent.Add(id);

        public Task<IReadOnlyList<RolledServer>> BeatAsync(ThisServer server, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (IsAway)
                    throw new InvalidOperationException("The database is away.");
                var at = _rows.FindIndex(row => row.Id == server.Id);
                if (_silent.Contains(server.Id))
                    throw new InvalidOperationException("It can't be heard.");
                if (at < 0)
                    _rows.Add((server.Id, server.KeyId, time.GetUtcNow()));
                else
                    _rows[at] = _rows[at] with { SeenAt = time.GetUtcNow() };
                return Task.FromResult<IReadOnlyList<RolledServer>>(
                    [.. _rows.Select(row => new RolledServer(row.Id, row.Key, time.GetUtcNow() - row.SeenAt))]);
            }
        }

        public Task StrikeAsync(IReadOnlyCollection<Guid> ids, TimeSpan silentFor, CancellationToken cancellationToken)
        {
            lock (_gate)
                _rows.RemoveAll(row => ids.Contains(row.Id) && time.GetUtcNow() - row.SeenAt >= silentFor);
            return Task.CompletedTask;
        }
    }
}
