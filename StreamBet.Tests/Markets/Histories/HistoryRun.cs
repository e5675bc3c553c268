using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Markets;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>Lets a history happen to the markets on a database and to the plain exchange, and compares them after each
/// step. A step that crashes must have been done or not; one of several transactions, as far as one of them.</summary>
internal sealed class HistoryRun : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly TestDatabase _database;
    private readonly decimal _takeRate;

    private CrashPoint _crash = null!;
    private Exchange _exchange = null!;
    private PlainExchange _plain;
    private volatile bool _wasHeard;

    private HistoryRun(TestDatabase database, decimal takeRate)
    {
        (_database, _takeRate) = (database, takeRate);
        _plain = new PlainExchange(takeRate);
    }

    /// <summary>Lets it happen, and all markets end after it.</summary>
    public static async Task RunAsync(TestDatabase database, History history)
    {
        await using var run = new HistoryRun(database, history.TakeRate);
        await run.StartAsync();
        foreach (var who in Enumerable.Range(0, 2))
            await run.DoAsync(new Step(Act.Open, who, 0, How: 1, 0, CrashAt: 0));
        foreach (var step in history.Steps)
            await run.DoAsync(step);
        await run.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        _crash = await _database.CrashAsync(_folder.Path);
        _exchange = await Exchange.OpenAsync(_folder.Path, _time, _takeRate, _crash);
        _exchange.Get<MarketFeed>().Changed += _ => _wasHeard = true;
    }

    private async Task CloseAsync()
    {
        await _exchange.DisposeAsync();
        await _crash.DisposeAsync();
    }

    private async Task DoAsync(Step step)
    {
        await _database.CloseGapsAsync(_exchange);
        if (step.Act == Act.Wait)
            _time.Advance(TimeSpan.FromMinutes(new[] { 0.2, 1, 90, 300, 1_380, 1_500 }[step.How]));
        if (Deeds.Of(step, _plain, _time.GetUtcNow()) is not { } deed)
            return;
        _wasHeard = false;
        var answers = new List<string>();
        _crash.Set(step.CrashAt);
        try
        {
            await deed.DoAsync(_exchange, answers);
        }
        catch (Exception) when (_crash.HasCome)
        {
            // Whoever asked was not answered.
        }

        if (_crash.HasCome)
        {
            await RestartAsync(deed, answers.Contains(Deed.Done));
            return;
        }

        _crash.Set(0);
        answers.Should().Equal(deed.Answers, $"so it is with {step}");
        _plain = deed.Stages[^1];
        (await Books.ReadAsync(_exchange, _takeRate)).Should().Be(_plain.Describe(), $"that comes of {step}");

        // A stake is acknowledged before its viewers are told, and the next step must not hear of this one.
        if (step.Act is Act.Stake or Act.StakeTogether && deed.Stages[0].Describe() != _plain.Describe())
            await Eventually.IsTrueAsync(() => _wasHeard, "viewers are told");
    }

    private async Task RestartAsync(Deed deed, bool wasAcknowledged)
    {
        await CloseAsync();
        await StartAsync();
        var books = await Books.ReadAsync(_exchange, _takeRate);
        var stages = deed.Stages.Select(stage => stage.Describe()).ToList();
        stages.Should().Contain(books, "after a crash it is done or undone, never half");
        var reached = stages.LastIndexOf(books);
        if (wasAcknowledged)
            reached.Should().Be(stages.Count - 1, "what was acknowledged is kept");
        if (books == stages[0] && stages[^1] != stages[0])
            _wasHeard.Should().BeFalse("nobody is told what is not kept");
        _plain = deed.Stages[reached];
        await EnsureWholeAsync();
        await RecoverAsync();
    }

    // As the server does at its start with clips that were on their way.
    private async Task RecoverAsync()
    {
        while (Deeds.Recovery(_plain, _time.GetUtcNow()) is { } deed)
        {
            await deed.DoAsync(_exchange, []);
            _plain = deed.Stages[^1];
        }

        (await Books.ReadAsync(_exchange, _takeRate)).Should().Be(_plain.Describe(), "that is left after a restart");
    }

    // First those that are open close, and a day later nothing has decided them; a review takes three days at most.
    private async Task EndAsync()
    {
        for (var day = 0; day < 4; day++)
            await DoAsync(new Step(Act.Wait, 0, 0, How: 5, 0, CrashAt: 0));
        _plain.Markets.Should().NotContain(market => market.IsActive);
        _plain.Stakes.Should().NotContain(stake => stake.Returned == null);
        await EnsureWholeAsync();
    }

    private async Task EnsureWholeAsync()
    {
        _plain.IsConserved().Should().BeTrue("credits are conserved");
        await Bank.EnsureWholeAsync(_exchange);
        await Books.EnsureReceiptsAsync(_exchange);
    }
}
