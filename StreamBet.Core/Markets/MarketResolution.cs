using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>How a market stands that a clip was asked about.</summary>
/// <param name="Verdict">The clip's verdict, or why there is none.</param>
/// <param name="Outcome">How the market ended, or will unless somebody challenges it; null if undecided or void.</param>
/// <param name="IsPaid">Whether it was paid out.</param>
/// <param name="Second">The time that an operator or a host named for a YES; null if they named none.</param>
public sealed record Resolution(Verdict Verdict, Outcome? Outcome, bool IsPaid, TimeSpan? Second = null)
{
    /// <summary>How a market stands that has a verdict.</summary>
    internal static Resolution Of(Market market, Verdict verdict)
    {
        if (market.IsActive)
            return new Resolution(verdict, verdict.Outcome, IsPaid: false);
        var said = market.Review is { Ruling: { } ruling } ? ruling.Second : market.Review?.Proposal?.Second;
        return market.State == MarketState.Void && verdict.Outcome is not null
            ? new Resolution(verdict.ToUndecided($"Market {market.Id} is void: every stake was refunded."), null, IsPaid: true)
            : new Resolution(verdict, market.Outcome, IsPaid: true, said);
    }
}

/// <summary>Answers requests for a market's decision.</summary>
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

    /// <summary>The verdict on a market from a job's clip: the stored verdict if that job decided it, or a new one for
    /// a practice market that is free to be decided.</summary>
    /// <exception cref="RefusedException">The market or job does not exist or is not visible to this person (404), the
    /// job is still running (409, ask again), or the job does not decide this market (409).</exception>
    public async Task<Resolution> ResolveAsync(
        long marketId, Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        // Slow work comes first, so that other writers do not wait for it.
        Decision decision;
        await using (var reading = await work.ReadAsync(cancellationToken))
        {
            var (market, job, known) = await AnswerAsync(reading, marketId, jobId, caller, cancellationToken);
            if (known is not null)
                return known;
            if (await FindAnalysisAsync(reading, job!, cancellationToken) is not { } analysis)
                return new Resolution(Failed(job!), null, IsPaid: false);
            var verdict = CriterionEvaluator.Evaluate(
                market.Criterion, analysis.Content, vocabularies.Of(analysis.Content));
            if (verdict.Outcome is null)
                return new Resolution(verdict, null, IsPaid: false);

            // The clip is deleted, but frames kept for other markets at these moments serve this one too.
            var moments = EvidenceMoments.Of(verdict, market.Criterion, analysis.Content);
            decision = new Decision(job!, verdict, await evidence.FindAsync(jobId, moments, cancellationToken));
        }

        return await ResolvePracticeAsync(marketId, decision, caller, cancellationToken);
    }

    /// <summary>Evaluates a market's criterion on a supplied analysis; changes nothing.</summary>
    /// <param name="marketId">The market whose criterion is applied.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="threshold">A threshold to use instead, 50-100 percent; null for the market's own.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="RefusedException">The market does not exist (404), or the threshold is invalid
    /// (422).</exception>
    public async Task<Verdict> WhatIfAsync(
        long marketId, ClipAnalysis analysis, double? threshold, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        return WhatIf(market.Criterion, analysis, threshold ?? market.Criterion.Threshold, market.Rule);
    }

    /// <summary>Evaluates a market's criterion with another threshold on a job's analysis; changes nothing.</summary>
    /// <param name="marketId">The market whose criterion is applied; the clip need not be bound to it.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="threshold">The threshold, 50-100 percent.</param>
    /// <param name="caller">The person.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="RefusedException">The market or job does not exist or is not visible to this person (404), the
    /// job is still running (409, ask again), or the threshold is invalid (422).</exception>
    public async Task<Verdict> WhatIfAsync(
        long marketId, Guid jobId, double threshold, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        var (job, _) = await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken);
        if (!job.IsEnded)
            throw StillRunning(job);
        return await FindAnalysisAsync(unit, job, cancellationToken) is { } analysis
            ? WhatIf(market.Criterion, analysis.Content, threshold, market.Rule)
            : Failed(job);
    }

    /// <summary>Evaluates a criterion with another threshold on an analysis.</summary>
    /// <param name="criterion">The criterion.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="threshold">The threshold, 50-100 percent.</param>
    /// <param name="rule">The version of the rule that decides the market.</param>
    /// <exception cref="RefusedException">The threshold is invalid, or the analyzer does not know a label (422).</exception>
    public Verdict WhatIf(
        Criterion criterion, ClipAnalysis analysis, double threshold, int rule = CriterionEvaluator.Version)
    {
        var asked = criterion with { Threshold = threshold };
        asked.EnsureWhatIf(analyzer.Vocabulary);
        return CriterionEvaluator.Evaluate(asked, analysis, vocabularies.Of(analysis), rule);
    }

    private async Task<Resolution> ResolvePracticeAsync(
        long marketId, Decision decision, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var (market, _, known) = await AnswerAsync(unit, marketId, decision.Job.Id, caller, cancellationToken);
        if (known is not null)
            return known;
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        market.Bind(decision.Job.Id, caller.Id, time.GetUtcNow());
        await settlement.DecideAsync(unit, market, decision, caller.Id, cancellationToken);
        await practice.ReplaceAsync(unit, market, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return new Resolution(decision.Verdict, decision.Verdict.Outcome, IsPaid: true);
    }

    // The market, with the existing verdict or with the job that may decide this practice market now.
    private static async Task<(Market Market, AnalysisJob? Job, Resolution? Known)> AnswerAsync(
        IUnitOfWork unit, long marketId, Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        var market = await MarketService.FindAsync(unit, marketId, cancellationToken);
        if (market is { IsActive: false, Verdict: { } verdict } && market.JobId == jobId)
            return (market, null, Resolution.Of(market, verdict));
        var (job, _) = await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken);
        return (market, job, Answer(market, job));
    }

    // How it stands; null for a practice market that the job's clip may decide now.
    private static Resolution? Answer(Market market, AnalysisJob job)
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
            return market.Verdict is { } verdict ? Resolution.Of(market, verdict) : new Resolution(Failed(job), null, IsPaid: false);
        if (!market.IsPractice)
            throw NotBound(market.Id);
        return market.CanBind
            ? null
            : throw new RefusedException(
                RefusalKind.Conflict, "market_bound", $"Market {market.Id} is being decided by another clip.");
    }

    // Only for a completed job: a failed one has no result, even if its analysis was stored.
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
