using System.Runtime.CompilerServices;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts.Standalone;

/// <summary>A verdict without a market as it stands.</summary>
/// <param name="Job">The job of its clip, with the criterion.</param>
/// <param name="Receipt">Its receipt; null while there is none.</param>
public sealed record StandaloneVerdict(AnalysisJob Job, StandaloneReceipt? Receipt);

/// <summary>Makes verdicts without a market, writes their receipts, and serves them. They change no market and no balance, and count
/// in no record.</summary>
public sealed class StandaloneVerdicts(IUnitOfWorkFactory work, Vocabularies vocabularies, ReceiptKey key, TimeProvider time) : IAskedVerdicts
{
    private const int ReadAtOnce = 32;

    /// <inheritdoc/>
    public async Task MakeAsync(AnalysisJob job, KeptAnalysis analysis, CancellationToken cancellationToken)
    {
        if (job is not { Criterion: { } criterion, Sha256: { } sha256 })
            return;

        // Slow work comes first, so that other writers do not wait for it.
        var verdict = CriterionEvaluator.Evaluate(criterion, analysis.Content, vocabularies.Of(analysis.Content));
        var content = new StandaloneContent(
            StandaloneContent.OnlyKind, StandaloneContent.CurrentVersion, 1, null, time.GetUtcNow(), StandaloneContent.MakerOf(job.OwnerId),
            ReceiptClip.Of(analysis.Content, sha256),
            ReceiptAnalysis.Of(analysis.Content, analysis.Sha256, criterion),
            ReceiptCriterion.Of(criterion),
            ReceiptVerdict.Of(verdict, [], StandaloneContent.VerdictForm));
        await using var unit = await work.BeginAsync(cancellationToken);

        // After a crash, the receipt that was written stands.
        if (await unit.StandaloneReceipts.FindAsync(job.Id, cancellationToken) is not null)
            return;
        var head = await unit.StandaloneReceipts.FindHeadAsync(cancellationToken);
        var placed = content with { Sequence = (head?.Sequence ?? 0) + 1, Previous = head?.Hash };
        unit.StandaloneReceipts.Add(StandaloneReceipt.Issue(placed, key), job.Id);
        await unit.CommitAsync(cancellationToken);
    }

    /// <summary>A verdict as it stands.</summary>
    /// <exception cref="RefusedException">There is none with this id that this person asked for (404).</exception>
    public async Task<StandaloneVerdict> ReadAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var job = await FindAsync(unit, jobId, caller, cancellationToken);
        return new StandaloneVerdict(
            job,
            await unit.StandaloneReceipts.FindAsync(jobId, cancellationToken) is { } bytes ? StandaloneReceipt.Parse(bytes) : null);
    }

    /// <summary>The bytes of a verdict's receipt.</summary>
    /// <exception cref="RefusedException">There is no such verdict that this person asked for, or it has no receipt (404).</exception>
    public async Task<ReadOnlyMemory<byte>> ReadReceiptAsync(Guid jobId, Caller caller, CancellationToken cancellationToken) =>
        (await ReadAsync(jobId, caller, cancellationToken)).Receipt?.Bytes ?? throw new RefusedException(
            RefusalKind.NotFound, "receipt_not_found",
            "This verdict has no receipt: its clip is not analysed yet, its analysis failed, or it was cancelled.");

    /// <summary>The last receipt of the chain; null if there is none.</summary>
    public async Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.StandaloneReceipts.FindHeadAsync(cancellationToken);
    }

    /// <summary>Streams the bytes of every receipt after a number, in chain order.</summary>
    public async IAsyncEnumerable<byte[]> ReadChainAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // In batches, so that a slow reader does not hold one database snapshot open.
        IReadOnlyList<byte[]> receipts;
        after = Math.Max(after, 0);
        do
        {
            await using (var unit = await work.ReadAsync(cancellationToken))
                receipts = await unit.StandaloneReceipts.ReadAsync(after, ReadAtOnce, cancellationToken);
            foreach (var receipt in receipts)
                yield return receipt;
            after += receipts.Count;
        }
        while (receipts.Count == ReadAtOnce);
    }

    private static async Task<AnalysisJob> FindAsync(
        IUnitOfWork unit, Guid jobId, Caller caller, CancellationToken cancellationToken) =>
        await unit.Jobs.FindAsync(jobId, cancellationToken) is { Criterion: not null } job && ClipAccess.MayReadVerdict(caller, job.Facts)
            ? job
            : throw new RefusedException(
                RefusalKind.NotFound, "verdict_not_found", "There is no such verdict, or you didn't ask for it.");
}
