using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>Answers those who ask for a market's decision.</summary>
public sealed class MarketResolution(
    IUnitOfWorkFactory work,
    IClipAnalyzer analyzer,
    Vocabularies vocabularies,
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
        // Everything that takes long comes first, and not while all others who write wait.
        Decision decision;
        await using (var reading = await work.ReadAsync(cancellationToken))
        {
            var (market, job, known) = await AnswerAsync(reading, marketId, jobId, caller, cancellationToken);
            if (known is not null)
                return known;
            if (await FindAnalysisAsync(reading, job!, cancellationToken) is not { } analysis)
                return Failed(job!);
            var verdict = CriterionEvaluator.Evaluate(
                market.Criterion, analysis.Content, vocabularies.Of(analysis.Content));
            if (verdict.Outcome is null)
                return verdict;

            // The clip is gone; where its frames at those moments were kept for other markets, they serve this one too.
            decision = new Decision(job!, analysis, verdict, await evidence.FindAsync(jobId, verdict, cancellationToken));
        }

        return await ResolvePracticeAsync(marketId, decision, caller, cancellationToken);
    }

    /// <summary>What a market's criterion would say of an analysis that somebody brings; nothing moves.</summary>
    /// <param name="marketId">The market whose criterion is applied.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="threshold">Another threshold than the market's, 50-100 percent; null for the market's own.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="RefusedException">There is no such market (404), or the threshold is invalid (422).</exception>
    public async Task<Verdict> WhatIfAsync(
        long marketId, ClipAnalysis analysis, double? threshold, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        return WhatIf(market.Criterion, analysis, threshold ?? market.Criterion.Threshold);
    }

    /// <summary>What a market's criterion would say, with another threshold, of the analysis that a job made; nothing
    /// moves.</summary>
    /// <param name="marketId">The market whose criterion is applied; the clip need not be bound to it.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="threshold">The threshold, 50-100 percent.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="RefusedException">There is no such market or job for this person (404), the job is under way (409,
    /// ask again), or the threshold is invalid (422).</exception>
    public async Task<Verdict> WhatIfAsync(
        long marketId, Guid jobId, double threshold, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        var (job, _) = await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken);
        if (!job.IsEnded)
            throw StillRunning(job);
        return await FindAnalysisAsync(unit, job, cancellationToken) is { } analysis
            ? WhatIf(market.Criterion, analysis.Content, threshold)
            : Failed(job);
    }

    /// <summary>What a criterion would say of an analysis with another threshold.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="threshold">The threshold, 50-100 percent.</param>
    /// <exception cref="RefusedException">The threshold is invalid, or the analyzer does not know a label (422).</exception>
    public Verdict WhatIf(Criterion criterion, ClipAnalysis analysis, double threshold)
    {
        var asked = criterion with { Threshold = threshold };
        asked.EnsureWhatIf(analyzer.Vocabulary);
        return CriterionEvaluator.Evaluate(asked, analysis, vocabularies.Of(analysis));
    }

    private async Task<Verdict> ResolvePracticeAsync(
        long marketId, Decision decision, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var (market, _, known) = await AnswerAsync(unit, marketId, decision.Job.Id, caller, cancellationToken);
        if (known is not null)
            return known;
        market.Bind(decision.Job.Id, caller.Id, time.GetUtcNow());
        await settlement.ResolveAsync(unit, market, decision, caller.Id, cancellationToken);
        await practice.ReplaceAsync(unit, market, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return decision.Verdict;
    }

    // The market, and either what stands already or the job that may decide this practice market now.
    private static async Task<(Market Market, AnalysisJob? Job, Verdict? Known)> AnswerAsync(
        IUnitOfWork unit, long marketId, Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        if (market.State == MarketState.Resolved && market.JobId == jobId)
            return (market, null, market.Verdict);
        var (job, _) = await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken);
        return (market, job, Answer(market, job));
    }

    // What stands already; null for a practice market that the job's clip may decide now.
    private static Verdict? Answer(Market market, AnalysisJob job)
    {
        if (!market.IsActive)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "market_ended",
                market.State == MarketState.Void
                    ? $"Market {market.Id} is void: every stake was refunded."
                    : $"Market {market.Id} was decided by another clip.");
        }

        if (!job.IsEnded)
            throw StillRunning(job);
        if (job.MarketIds.Contains(market.Id) && !market.IsPractice)
            return market.Verdict ?? Failed(job);
        if (!market.IsPractice)
            throw NotBound(market.Id);
        return market.CanBind
            ? null
            : throw new RefusedException(
                RefusalKind.Conflict, "market_bound", $"Market {market.Id} is being decided by another clip.");
    }

    // Of a completed job alone: one that failed has nothing that stands, even if its analysis was kept before.
    private static async Task<KeptAnalysis?> FindAnalysisAsync(
        IUnitOfWork unit, AnalysisJob job, CancellationToken cancellationToken) =>
        job.State == JobState.Completed ? await unit.Jobs.FindAnalysisAsync(job.Id, cancellationToken) : null;

    private static Verdict Failed(AnalysisJob job) => new(
        null, 0, [], job.Error ?? "The analysis was cancelled, so it decides nothing.", []);

    private static RefusedException StillRunning(AnalysisJob job) => new(
        new Refusal(RefusalKind.Conflict, "job_running", $"Job {job.Id} is still running. Try again in a moment.")
        {
            RetryAfter = AskAgain,
        });

    private static RefusedException NotBound(long marketId) => new(
        RefusalKind.Conflict, "job_not_bound",
        $"This job's clip was not bound to market {marketId} before its result was known, so it can't decide it.");
}
