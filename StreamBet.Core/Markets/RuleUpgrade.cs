using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Markets;

/// <summary>Brings the markets of an earlier version of StreamBet under the present rule. People who staked did so under the
/// old one, so their markets are void and refunded; the others go on.</summary>
public sealed partial class RuleUpgrade(
    IUnitOfWorkFactory work,
    MarketSettlement settlement,
    PracticeMarkets practice,
    ILogger<RuleUpgrade> logger)
{
    private const string Why =
        "StreamBet was updated and decides by a new rule: a NO must now be sure as well. Stakes made under the old rule are "
        + "refunded.";

    /// <summary>Brings them all under it, each in its own transaction; to be run before anything else uses them.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<long> earlier;
        await using (var reading = await work.ReadAsync(cancellationToken))
            earlier = await reading.Markets.OfEarlierRuleAsync(cancellationToken);
        foreach (var marketId in earlier)
            await UpgradeAsync(marketId, cancellationToken);
        if (earlier.Count > 0)
            LogUpgraded(earlier.Count);
    }

    private async Task UpgradeAsync(long marketId, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = (await unit.Markets.FindAsync(marketId, cancellationToken))!;

        if (market.Pool.Total == 0)
        {
            market.AdoptRule();
            if (market.JobId is { } jobId)
                await AnalyseAgainAsync(unit, jobId, cancellationToken);
        }
        else
        {
            await settlement.EndAsync(unit, market, null, DecidedBy.Nobody, Caller.SystemId, Why, cancellationToken);
            await practice.ReplaceAsync(unit, market, cancellationToken);
        }

        await unit.CommitAsync(cancellationToken);
    }

    // An analysis by the earlier version says nothing about what it may have missed, and a service was not asked for doubts.
    // What a receipt names is kept.
    private static async Task AnalyseAgainAsync(IUnitOfWork unit, Guid jobId, CancellationToken cancellationToken)
    {
        if (await unit.Jobs.FindAsync(jobId, cancellationToken) is not { IsEnded: false } job)
            return;
        var markets = await unit.Markets.FindManyAsync(job.MarketIds.ToList(), cancellationToken);
        if (markets.Any(market => market.State == MarketState.Resolved && market.JobId == jobId))
            return;
        await unit.Jobs.DropAnalysisAsync(jobId, cancellationToken);
        if (job.ProviderJobId is not null)
            job.TryAgain();
    }

    [LoggerMessage(242, LogLevel.Information, "{Count} markets of an earlier version were brought under the present rule.")]
    private partial void LogUpgraded(int count);
}
