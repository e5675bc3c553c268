using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Markets.Retention;

/// <summary>Deletes what the operator wants to be kept for some days only (<see cref="RetentionOptions"/>). Receipts, stakes, the ledger
/// and fingerprints are kept for good, and so is what a market still needs.</summary>
internal sealed partial class KeptThings(
    IUnitOfWorkFactory work, ClipDeletion deletion, IFrameStore frames, IOptions<StreamBetOptions> options, TimeProvider time,
    ILogger<KeptThings> logger)
{
    private const int Together = 1_000;

    private static readonly Caller System = new(Caller.SystemId, Caller.SystemId, Role.Operator, "");

    /// <summary>Deletes what is older than it may be, a little in each transaction, so that nobody waits long.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var days = options.Value.Retention;
        await SweepAsync(EndedJobs.WithRemains, days.FrameDays, ForgetAsync, cancellationToken);
        await SweepAsync(EndedJobs.WithAnalysis, days.AnalysisDays, DropAnalysisAsync, cancellationToken);
        await SweepAsync(EndedJobs.WithoutResult, days.JobDays, DropJobAsync, cancellationToken);
        if (Before(days.AuditDays) is { } before)
            await TrimAuditAsync(before, cancellationToken);
    }

    // What can't be deleted now holds up nothing else; it is found again an hour later.
    private async Task SweepAsync(
        EndedJobs which, int days, Func<Guid, CancellationToken, Task<bool>> delete, CancellationToken cancellationToken)
    {
        if (Before(days) is not { } before)
            return;
        var left = 0;
        IReadOnlyList<Guid> found;
        do
        {
            await using (var reading = await work.ReadAsync(cancellationToken))
                found = await reading.Jobs.EndedAsync(which, before, left, Together, cancellationToken);
            foreach (var jobId in found)
                left += await TryAsync(jobId, delete, cancellationToken) ? 0 : 1;
        }
        while (found.Count == Together);
    }

    private async Task<bool> TryAsync(Guid jobId, Func<Guid, CancellationToken, Task<bool>> delete, CancellationToken cancellationToken)
    {
        try
        {
            return await delete(jobId, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotDeleted(fault, jobId);
            return false;
        }
    }

    private async Task<bool> ForgetAsync(Guid jobId, CancellationToken cancellationToken)
    {
        try
        {
            await deletion.DeleteAsync(jobId, System, cancellationToken);
            return true;
        }
        catch (RefusedException)
        {
            // People decide a market by its frames.
            return false;
        }
    }

    private async Task<bool> DropAnalysisAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await IsNeededAsync(unit, jobId, cancellationToken))
            return false;
        await unit.Jobs.DropAnalysisAsync(jobId, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> DropJobAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await frames.DeleteAsync(jobId, cancellationToken);
        await using var unit = await work.BeginAsync(cancellationToken);
        await unit.Jobs.DropAsync(jobId, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return true;
    }

    private async Task TrimAuditAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int trimmed;
        do
        {
            await using var unit = await work.BeginAsync(cancellationToken);
            trimmed = await unit.Markets.TrimAuditAsync(before, Together, cancellationToken);
            await unit.CommitAsync(cancellationToken);
        }
        while (trimmed == Together);
    }

    private static async Task<bool> IsNeededAsync(IUnitOfWork unit, Guid jobId, CancellationToken cancellationToken) =>
        await unit.Markets.IsBeforePeopleAsync(jobId, cancellationToken)
        || (await unit.Markets.BoundToAsync(jobId, cancellationToken)).Count > 0;

    [LoggerMessage(240, LogLevel.Error, "What is kept of job {JobId} could not be deleted; it is tried again in an hour.")]
    private partial void LogNotDeleted(Exception exception, Guid jobId);

    // Null if it is kept for good.
    private DateTimeOffset? Before(int days) => days == 0 ? null : time.GetUtcNow() - TimeSpan.FromDays(days);
}
