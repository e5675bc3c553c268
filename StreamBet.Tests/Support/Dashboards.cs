using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.State;

namespace StreamBet.Tests.Support;

/// <summary>Builds the page's data from the few facts that matter to a test.</summary>
internal static class Dashboards
{
    public static readonly Caller Ada = new("guest:ada", "Ada", Role.Guest, "192.0.2.1") { SessionId = "ada" };

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A job whose clip is being uploaded.</summary>
    public static JobView Uploading(long received, long? expected) => View(
        Offered(), new JobStatus(Guid.Empty, JobState.Uploading, received, expected, null));

    /// <summary>A job whose clip has arrived and waits in the queue.</summary>
    public static JobView Queued() => View(Accepted());

    /// <summary>A job that is being analysed.</summary>
    public static JobView Analyzing(AnalysisProgress? progress = null, params Market[] markets)
    {
        var job = Accepted([.. markets.Select(market => market.Id)]);
        job.Start(Now);
        return View(job, new JobStatus(job.Id, JobState.Analyzing, 1_000, 1_000, progress)) with { Markets = markets };
    }

    /// <summary>A completed job with the markets it decided.</summary>
    public static JobView Completed(ClipAnalysis analysis, params Market[] markets)
    {
        var job = Analyzing(null, markets).Job;
        job.Complete(Now);
        return new JobView(job, [.. markets.Select(market => Decide(market, job, analysis))], null, analysis);
    }

    /// <summary>A job that failed.</summary>
    public static JobView Failed(string sentence, bool isPassing = true)
    {
        var job = Offered();
        job.Fail("test_failure", sentence, isPassing, Now);
        return View(job);
    }

    /// <summary>A job that was cancelled.</summary>
    public static JobView Cancelled()
    {
        var job = Offered();
        job.Cancel(Now);
        return View(job);
    }

    /// <summary>An open market.</summary>
    public static Market Market(long id, string label = "Dog", string host = Caller.HouseId, int times = 1)
    {
        var market = Core.Markets.Market.Open(
            host, new NewMarket($"Will {label} {id} be seen?", new Criterion { Labels = [label], Times = times }),
            isPractice: host == Caller.HouseId, [], Now);
        typeof(Market).GetProperty(nameof(market.Id))!.SetValue(market, id);
        market.AddStake(Outcome.Yes, 2_000);
        market.AddStake(Outcome.No, 3_000);
        return market;
    }

    /// <summary>The market, locked, with its clip being uploaded.</summary>
    public static Market Locked(this Market market)
    {
        market.Bind(Guid.NewGuid(), Ada.Id, Now);
        return market;
    }

    /// <summary>The market after its clip has arrived.</summary>
    public static Market Deciding(this Market market)
    {
        market.Locked().AcceptClip(new string('a', 64), Ada.Id, Now);
        return market;
    }

    /// <summary>The market, voided.</summary>
    public static Market Voided(this Market market)
    {
        market.End(null, DecidedBy.Nobody, Caller.SystemId, "No clip decided it.", Now);
        return market;
    }

    /// <summary>The market, decided by an analysis.</summary>
    public static Market Resolved(this Market market, ClipAnalysis analysis) => Decide(market, Accepted(), analysis);

    /// <summary>The markets as a page shows them.</summary>
    public static IReadOnlyList<MarketView> Views(params Market[] markets) =>
        [.. markets.Select(market => new MarketView(market, 0, market.Pool))];

    /// <summary>The person's holdings, with these stakes.</summary>
    public static OwnHoldings Holdings(params Stake[] stakes) => new(
        "Ada", 1_000, 900,
        [
            .. stakes.GroupBy(stake => (stake.MarketId, stake.Side)).Select(side => new MarketPosition(
                side.Key.MarketId, side.Key.Side, side.Sum(stake => stake.Amount),
                side.All(stake => stake.Returned is null) ? null : side.Sum(stake => stake.Returned))),
        ]);

    /// <summary>A stake of the person.</summary>
    public static Stake Stake(Market market, Outcome side, long amount, long? returned = null) => new()
    {
        MarketId = market.Id,
        PersonId = Ada.Id,
        Side = side,
        Amount = amount,
        PlacedAt = Now,
        Returned = returned,
    };

    private static Market Decide(Market market, AnalysisJob job, ClipAnalysis analysis)
    {
        var verdict = CriterionEvaluator.Evaluate(market.Criterion, analysis, Analyses.Vocabulary);
        market.Bind(job.Id, Ada.Id, Now);
        market.AcceptClip(job.Sha256!, Ada.Id, Now);
        if (verdict.Outcome is null)
        {
            market.Keep(verdict, []);
            market.End(null, DecidedBy.Nobody, Caller.SystemId, $"Not decided: {verdict.Reason}", Now);
        }
        else
        {
            market.Decide(job.Id, verdict, [], Caller.SystemId, Now);
            market.End(verdict.Outcome, DecidedBy.Clip, Caller.SystemId, "Decided and paid out.", Now);
        }

        return market;
    }

    private static JobView View(AnalysisJob job, JobStatus? status = null) => new(job, [], status, null);

    private static AnalysisJob Offered(params long[] markets) =>
        AnalysisJob.Offer(Guid.NewGuid(), Ada.Id, "clip.mp4", markets, sharesFrames: false, Now);

    private static AnalysisJob Accepted(params long[] markets)
    {
        var job = Offered(markets);
        job.Accept(new string('a', 64), 1_000, Analyses.Of(30).Video, Now);
        return job;
    }
}
