using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Markets;

/// <summary>A job that the caller may read, with the markets that its clip was bound to.</summary>
/// <param name="Job">The job.</param>
/// <param name="Markets">The markets, in the order in which they were offered.</param>
public sealed record ReadableJob(AnalysisJob Job, IReadOnlyList<Market> Markets);

/// <summary>Finds jobs for people who may read them.</summary>
public static class ReadableJobs
{
    /// <summary>A job with its markets.</summary>
    /// <exception cref="RefusedException">The job does not exist, or this person may not read it (404).</exception>
    public static async Task<ReadableJob> FindAsync(
        IUnitOfWork unit, Guid jobId, Caller caller, CancellationToken cancellationToken) =>
        await unit.Jobs.FindAsync(jobId, cancellationToken) is { } job
            && await ReadAsync(unit, job, cancellationToken) is var readable && MayRead(readable, caller)
                ? readable
                : throw JobRefusals.NotFound();

    /// <summary>Whether this person may read a job and its results.</summary>
    public static async Task<bool> MayReadAsync(
        IUnitOfWork unit, AnalysisJob job, Caller caller, CancellationToken cancellationToken) =>
        MayRead(await ReadAsync(unit, job, cancellationToken), caller);

    private static bool MayRead(ReadableJob readable, Caller caller) =>
        ClipAccess.MayRead(caller, readable.Job.Facts, readable.Markets.Select(market => market.HostId));

    private static async Task<ReadableJob> ReadAsync(IUnitOfWork unit, AnalysisJob job, CancellationToken cancellationToken)
    {
        var markets = (await unit.Markets.FindManyAsync(job.MarketIds, cancellationToken)).ToDictionary(market => market.Id);
        return new ReadableJob(
            job, [.. job.MarketIds.Where(markets.ContainsKey).Select(marketId => markets[marketId])]);
    }
}
