using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.LocalFiles;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Retention;
using StreamBet.Core.Markets.Standings;
using StreamBet.Core.Media;
using StreamBet.Core.Media.Sample;
using StreamBet.Core.People;
using StreamBet.Core.Persistence;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Standalone;
using StreamBet.Core.Rule;
using StreamBet.Core.Servers;
using StreamBet.Core.Vision;
using StreamBet.Core.Webhooks;

namespace StreamBet.Tests.Support;

/// <summary>The markets on a real database, without a server around them. There is no analyzer: the test supplies
/// what it would have found.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Exchange(string folder, string database, TimeProvider time, decimal takeRate, CrashPoint? crash)
    {
        var options = new StreamBetOptions { DataDirectory = folder, Database = database, DemoMarkets = false, TakeRate = takeRate };
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time)
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddSingleton(Options.Create(options))
            .AddPersistence()
            .AddServers()
            .AddPeople()
            .AddClips()
            .AddContactSheets()
            .AddLedger()
            .AddReceipts()
            .AddStandaloneVerdicts()
            .AddMarkets()
            .AddStandings()
            .AddRetention()
            .AddWebhooks()
            .AddSingleton<ISecretProtector, PlainSecrets>()
            .AddLocalFiles()
            .AddMedia()
            .AddSampleClip()
            .AddVision()
            .AddSingleton<IClipAnalyzer, NoAnalyzer>();
        crash?.AddTo(services);
        _services = services.BuildServiceProvider();
    }

    public IUnitOfWorkFactory Work => Get<IUnitOfWorkFactory>();

    public MarketService Markets => Get<MarketService>();

    public Staking Staking => Get<Staking>();

    public IBoundMarkets Binding => Get<IBoundMarkets>();

    public MarketSettlement Settlement => Get<MarketSettlement>();

    /// <summary>Opens the markets in a folder; creates a database if the folder has none.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="time">The clock; one that stands still if null.</param>
    /// <param name="takeRate">The operator's share.</param>
    /// <param name="crash">Where the server crashes.</param>
    /// <param name="database">The kind of database; the default one if null. A crash point brings its own.</param>
    public static async Task<Exchange> OpenAsync(
        string folder, TimeProvider? time = null, decimal takeRate = 0, CrashPoint? crash = null, TestDatabase? database = null) =>
        new(folder, crash?.Database ?? await (database ?? TestDatabase.Default).EnsureAsync(folder), time ?? new FakeTimeProvider(), takeRate, crash);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A person who is not a guest, so the daily limit on first credits does not apply.</summary>
    public static Caller Person(string name) => new($"key:{name}", name, Role.Viewer, "127.0.0.1");

    /// <summary>Opens a market on a dog.</summary>
    public async Task<Market> OpenMarketAsync(Caller host, string? clipSha256 = null) => await Markets.OpenAsync(
        new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] })
        {
            ClipSha256 = clipSha256,
            ChallengeWindow = TimeSpan.Zero,
        },
        host, default);

    /// <summary>Stakes and returns the accepted stake.</summary>
    public async Task<AcceptedStake> StakeAsync(Market market, Outcome side, long amount, Caller caller) =>
        await Staking.StakeAsync(new StakeRequest(market.Id, side, amount), caller, default);

    /// <summary>Decides a market as a clip would.</summary>
    public async Task ResolveAsync(long marketId, Outcome outcome)
    {
        await using var unit = await Work.BeginAsync(default);
        var market = (await unit.Markets.FindAsync(marketId, default))!;
        var now = Get<TimeProvider>().GetUtcNow();
        var analysis = outcome == Outcome.Yes ? Analyses.Of(30, Analyses.Label("Dog", (2, 91))) : Analyses.Of(30);
        var job = AnalysisJob.Offer(Guid.CreateVersion7(), "key:uploader", "clip.mp4", [marketId], sharesFrames: false, now);
        job.Accept(Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()).PadLeft(64, '0'), 1_000, analysis.Video, now);
        unit.Jobs.Add(job);
        await unit.Jobs.SaveAnalysisAsync(job.Id, analysis, default);
        if (market.CanBind)
            market.Bind(job.Id, Caller.SystemId, now);
        var verdict = CriterionEvaluator.Evaluate(market.Criterion, analysis, Analyses.Vocabulary);
        await Settlement.DecideAsync(unit, market, new Decision(job, verdict, []), Caller.SystemId, default);
        await unit.CommitAsync(default);
    }

    /// <summary>Reads from the database directly.</summary>
    public async Task<T> ReadAsync<T>(Func<StreamBetDb, Task<T>> read)
    {
        await using var db = await Get<IDbContextFactory<StreamBetDb>>().CreateDbContextAsync();
        return await read(db);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class NoAnalyzer : IClipAnalyzer
    {
        public string Name => "none";

        public string? ServiceName => null;

        public Vocabulary Vocabulary => Analyses.Vocabulary;

        public int Parallelism => 1;

        public Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<MissingPart>>([]);

        public Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<AnalyzedClip> AnalyzeAsync(
            AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
