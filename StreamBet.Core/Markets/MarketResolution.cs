using StreamBet.Core.Analysis;
using StreamBet.Core.People;
using StreamBet.Core.Resolution;

namespace StreamBet.Core.Markets;

/// <summary>Answers those who ask for a market's decision.</summary>
public sealed class MarketResolution(
    IUnitOfWorkFactory work,
    IVideoAnalyzer analyzer,
    MarketSettlement settlement,
    PracticeMarkets practice,
    EvidenceKeeper evidence,
    TimeProvider time)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    /// <summary>The verdict of a market by a job's clip: the stored one where that job decided it, a new one in a practice
    /// market that waits for any clip.</summary>
    /// <exception cref="RefusedException">There is no such market or job for this person (404), the job is under way (409,
    /// ask again), or it is not the job that decides the market (409).</exception>
    public async Task<Verdict> ResolveAsync(
        long marketId, Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        var job = await unit.Jobs.FindAsync(jobId, cancellationToken);
        var mayRead = job is not null && (job.IsReadableBy(caller)
            || (job.MarketIds.Contains(marketId) && market.HostId == caller.Id));
        if (market.State == MarketState.Resolved && market.JobId == jobId)
            return market.Verdict!;
        if (job is null || !mayRead)
            throw new RefusedException(RefusalKind.NotFound, "job_not_found", "There is no such job, or it is not yours to see.");
        if (!market.IsActive)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "market_ended",
                market.State == MarketState.Void
                    ? $"Market {marketId} is void: every stake went back."
                    : $"Market {marketId} was decided by another clip.");
        }

        if (!job.IsEnded)
            throw StillRunning(job);
        if (job.MarketIds.Contains(marketId) && !market.IsPractice)
            return market.Verdict ?? Failed(job);
        if (!market.IsPractice)
            throw NotBound(marketId);
        if (!market.CanBind)
            throw new RefusedException(RefusalKind.Conflict, "market_bound", $"Market {marketId} is being decided by another clip.");
        return await ResolvePracticeAsync(unit, market, job, caller, cancellationToken);
    }

    /// <summary>What a market's criterion would say of an analysis that somebody brings; nothing moves.</summary>
    /// <param name="marketId">The market whose criterion is applied.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="threshold">Another threshold than the market's, 50-100 percent; null for the market's own.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="RefusedException">There is no such market (404), or the threshold is none (422).</exception>
    public async Task<Verdict> WhatIfAsync(
        long marketId, VideoAnalysis analysis, double? threshold, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        var criterion = market.Criterion with { Threshold = threshold ?? market.Criterion.Threshold };
        criterion.EnsureWhatIf(analyzer.Vocabulary);
        return CriterionEvaluator.Evaluate(criterion, analysis, analyzer.Vocabulary);
    }

    private async Task<Verdict> ResolvePracticeAsync(
        IUnitOfWork unit, Market market, AnalysisJob job, Caller caller, CancellationToken cancellationToken)
    {
        if (await unit.Jobs.FindAnalysisAsync(job.Id, cancellationToken) is not { } analysis)
            return Failed(job);
        var verdict = CriterionEvaluator.Evaluate(market.Criterion, analysis.Content, analyzer.Vocabulary);
        if (verdict.Outcome is null)
            return verdict;
        market.Bind(job.Id, caller.Id, time.GetUtcNow());

        // The clip is gone; where its frames at those moments were kept for other markets, they serve this one too.
        var moments = await evidence.FindAsync(job.Id, verdict, cancellationToken);
        await settlement.ResolveAsync(
            unit, market, new Decision(job, analysis, verdict, moments), caller.Id, cancellationToken);
        await practice.ReplaceAsync(unit, market, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return verdict;
    }

    private static Verdict Failed(AnalysisJob job) => new(
        null, 0, [], job.Error ?? "The analysis was called off, so it decides nothing.", []);

    private static RefusedException StillRunning(AnalysisJob job) => new(
        new Refusal(RefusalKind.Conflict, "job_running", $"Job {job.Id} is still under way. Ask again in a moment.")
        {
            RetryAfter = AskAgain,
        });

    private static RefusedException NotBound(long marketId) => new(
        RefusalKind.Conflict, "job_not_bound",
        $"The clip of this job was not bound to market {marketId} before its result was known, so it cannot decide it.");
}
