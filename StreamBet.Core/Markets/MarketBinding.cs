using Microsoft.Extensions.Logging;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>Binds clips to markets and decides them: only the bound clip decides, and nobody stakes on a known
/// result.</summary>
public sealed partial class MarketBinding(
    IUnitOfWorkFactory work,
    Vocabularies vocabularies,
    MarketSettlement settlement,
    PracticeMarkets practice,
    EvidenceKeeper evidence,
    ContactSheetKeeper sheets,
    KnownClips known,
    TimeProvider time,
    ILogger<MarketBinding> logger) : IBoundMarkets
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> BindableAsync(
        IUnitOfWork work, IReadOnlyList<long> marketIds, Caller caller, CancellationToken cancellationToken)
    {
        var bindable = new List<long>();
        foreach (var marketId in marketIds)
        {
            if (await work.Markets.FindAsync(marketId, cancellationToken) is { } market && market.IsBindableBy(caller))
                bindable.Add(marketId);
        }

        return bindable;
    }

    /// <inheritdoc/>
    public async Task BindAsync(
        IUnitOfWork work, AnalysisJob job, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var marketId in job.MarketIds)
        {
            var market = await MarketService.FindAsync(work, marketId, cancellationToken);
            EnsureBind(market, caller);

            // Anyone may bind a practice market, so whoever only holds an upload open must not lock it.
            if (market.IsPractice)
                continue;
            await settlement.WithdrawAsync(work, market, [caller.Id, market.HostId], cancellationToken);
            Bind(market, job);
        }
    }

    /// <inheritdoc/>
    public async Task AcceptClipAsync(IUnitOfWork work, AnalysisJob job, CancellationToken cancellationToken)
    {
        var bound = (await work.Markets.BoundToAsync(job.Id, cancellationToken)).Concat(await BindPracticeAsync(work, job, cancellationToken));
        foreach (var market in bound)
        {
            if (!market.IsPractice)
                await EnsureClipAsync(work, market, job.Sha256!, cancellationToken);
            market.AcceptClip(job.Sha256!, job.OwnerId, time.GetUtcNow());

            // Not when it was bound: had the clip never arrived, the market would have opened again.
            await settlement.EndIfOneSidedAsync(work, market, Caller.SystemId, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(
        IUnitOfWork work, AnalysisJob job, string by, string why, CancellationToken cancellationToken)
    {
        foreach (var market in await work.Markets.BoundToAsync(job.Id, cancellationToken))
        {
            market.Release(by, time.GetUtcNow(), why);
            if (market.State == MarketState.Locked)
                await settlement.EndIfOneSidedAsync(work, market, Caller.SystemId, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task FailAsync(IUnitOfWork work, AnalysisJob job, string why, CancellationToken cancellationToken)
    {
        foreach (var market in await work.Markets.BoundToAsync(job.Id, cancellationToken))
            market.Unbind(Caller.SystemId, time.GetUtcNow(), why);
        await DropUnusedAsync(work, job.Id, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> NeedsFramesAsync(IUnitOfWork work, Guid jobId, CancellationToken cancellationToken) =>
        await work.Markets.IsBeforePeopleAsync(jobId, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> MayStopAsync(
        IUnitOfWork work, AnalysisJob job, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.IsOperator)
            return false;
        foreach (var market in await work.Markets.BoundToAsync(job.Id, cancellationToken))
        {
            if (!market.IsPractice
                && !ReviewAccess.MayRule(caller, await ReviewService.FactsAsync(work, market, job, caller, cancellationToken)))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public async Task DecideAsync(AnalysisJob job, KeptAnalysis analysis, CancellationToken cancellationToken)
    {
        IReadOnlyList<Market> bound;
        await using (var reading = await work.ReadAsync(cancellationToken))
            bound = await reading.Markets.BoundToAsync(job.Id, cancellationToken);

        // A bound market's criterion can't change, so all of this can be done before the transactions.
        var vocabulary = vocabularies.Of(analysis.Content);
        var earlier = bound.All(market => market.IsPractice) ? [] : await known.FindEarlierAsync(job, analysis.Fine, cancellationToken);
        var verdicts = bound.ToDictionary(
            market => market.Id,
            market => Judge(market, job, CriterionEvaluator.Evaluate(market.Criterion, analysis.Content, vocabulary), earlier));
        await evidence.GrabAsync(job, verdicts.Values.Select(judged => judged.Verdict), cancellationToken);
        await sheets.TakeAsync(
            job, analysis.Content, bound.Select(market => (market.Criterion, verdicts[market.Id].Verdict)), cancellationToken);
        foreach (var market in bound)
        {
            var (verdict, cause, earlierJobId) = verdicts[market.Id];
            var moments = EvidenceMoments.Of(verdict, market.Criterion, analysis.Content);
            var kept = await evidence.FindAsync(job.Id, moments, cancellationToken);
            await DecideAsync(market.Id, new Decision(job, verdict, kept, cause, earlierJobId), cancellationToken);
        }

        // What decided nothing keeps a few frames of the whole clip, for those who may read its job.
        if (await CleanUpAsync(job.Id, bound, cancellationToken))
            await sheets.TakeForUploaderAsync(job, analysis.Content, cancellationToken);
    }

    // Another clip may have come first; POST /api/resolve decides a practice market by any clip.
    private async Task<IReadOnlyList<Market>> BindPracticeAsync(
        IUnitOfWork work, AnalysisJob job, CancellationToken cancellationToken)
    {
        var bound = new List<Market>();
        foreach (var market in await work.Markets.FindManyAsync([.. job.MarketIds], cancellationToken))
        {
            if (!market.IsPractice)
                continue;
            if (!market.CanBind)
            {
                job.Leave(market.Id);
                continue;
            }

            Bind(market, job);
            bound.Add(market);
        }

        return bound;
    }

    private void Bind(Market market, AnalysisJob job)
    {
        market.Bind(job.Id, job.OwnerId, time.GetUtcNow());
        if (market.Criterion.Text is not null)
            job.ReadText();
        if (market.Criterion.Picture is { } picture)
            job.LookFor(picture.Sha256);
    }

    // A clip whose result may have been known decides only practice markets.
    private static (Verdict Verdict, ReviewCause Cause, Guid? EarlierJobId) Judge(
        Market market, AnalysisJob job, Verdict verdict, IReadOnlyList<EarlierClip> earlier)
    {
        var cause = market.IsByPeople ? ReviewCause.People : ReviewCause.Undecided;
        if (market.IsPractice)
            return (verdict, cause, null);
        var (start, end) = (market.Criterion.WindowStart, market.Criterion.WindowEnd ?? job.Video!.Duration);
        return earlier.FirstOrDefault(clip => Matters(clip.Job, market, job) && clip.GivesAway(verdict, start, end)) is { } known
            ? (verdict.ToUndecided(known.WhyNoVerdict), ReviewCause.Copy, known.Job.Id)
            : (verdict, cause, null);
    }

    // Strangers' clips count until the lock: from then on nobody stakes, and a loser could send a recording to void the market.
    // Those of the host and the uploader count until the bound clip has arrived. An earlier job of the same market had the
    // same bytes, and its analysis failed.
    private static bool Matters(AnalysisJob earlier, Market market, AnalysisJob job) =>
        !earlier.MarketIds.Contains(market.Id)
        && (earlier.StartedAt <= market.LockedAt || earlier.OwnerId == market.HostId || earlier.OwnerId == job.OwnerId);

    // Removes frames that no market uses: a market may have been voided meanwhile, or had frames from an earlier
    // undecided clip. Failures are only logged, since the verdicts are already paid. Returns whether the clip decided nothing.
    private async Task<bool> CleanUpAsync(Guid jobId, IReadOnlyList<Market> bound, CancellationToken cancellationToken)
    {
        try
        {
            await using var unit = await work.ReadAsync(cancellationToken);
            foreach (var earlier in bound.SelectMany(market => market.Evidence).Select(moment => moment.JobId).Distinct().Where(id => id != jobId))
                await DropUnusedAsync(unit, earlier, cancellationToken);
            return await DropUnusedAsync(unit, jobId, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotCleanedUp(fault, jobId);
            return false;
        }
    }

    private async Task<bool> DropUnusedAsync(IUnitOfWork unit, Guid jobId, CancellationToken cancellationToken)
    {
        if (await unit.Markets.IsEvidenceAsync(jobId, cancellationToken))
            return false;
        await evidence.DropAsync(jobId, cancellationToken);
        return true;
    }

    private async Task DecideAsync(long marketId, Decision decision, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await unit.Markets.FindAsync(marketId, cancellationToken);

        // After a crash, what it had decided stands.
        if (market is not { State: MarketState.Deciding or MarketState.Locked, PaysAt: null } || market.JobId != decision.Job.Id)
            return;
        await settlement.DecideAsync(unit, market, decision, Caller.SystemId, cancellationToken);
        if (!market.IsActive)
            await practice.ReplaceAsync(unit, market, cancellationToken);
        await unit.CommitAsync(cancellationToken);
    }

    private static void EnsureBind(Market market, Caller caller)
    {
        if (!MarketAccess.MayBind(caller, market.Facts))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "not_host", $"Only the host of market {market.Id} and its moderators can bind a clip to it.");
        }

        if (market.CanBind)
            return;
        throw market.IsActive
            ? new RefusedException(
                RefusalKind.Conflict, "market_bound",
                $"Market {market.Id} is bound to another clip that is being uploaded or analysed.")
            : new RefusedException(
                RefusalKind.Conflict, "market_ended", $"Market {market.Id} has ended. Choose one that is open.");
    }

    private static async Task EnsureClipAsync(
        IUnitOfWork work, Market market, string sha256, CancellationToken cancellationToken)
    {
        if (market.ClipSha256 is { } only && only != sha256)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "other_clip",
                $"Only the clip with SHA-256 {only} can decide market {market.Id}; this is a different one.");
        }

        // The same clip was accepted before, and its analysis failed.
        if (market.IsClipHere)
            return;

        // Also after the lock: someone could hold an upload back while trying other clips.
        if (await work.Jobs.IsAnalysedOutsideAsync(sha256, market.Id, cancellationToken))
        {
            throw new RefusedException(
                RefusalKind.Conflict, "clip_known",
                $"This clip was analysed here before, so its result may be known and it can't decide market {market.Id}, "
                + $"\"{market.Event}\". Send another clip, or leave that market out.");
        }
    }

    [LoggerMessage(221, LogLevel.Error, "Job {JobId}: its markets are decided, but unused evidence frames could not be removed.")]
    private partial void LogNotCleanedUp(Exception exception, Guid jobId);
}
