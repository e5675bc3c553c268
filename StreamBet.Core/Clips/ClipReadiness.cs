using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>Whether the server can take clips: what is missing, and what is full.</summary>
public sealed class ClipReadiness(IClipStore store, IClipAnalyzer analyzer, UploadSlots slots)
{
    /// <summary>The most clips that wait for their analysis; bounds their disk space.</summary>
    public const int MaxWaiting = 256;

    /// <summary>The most unfinished jobs of one guest, so that no guest fills the queue.</summary>
    public const int MaxUnfinishedOfGuest = 8;

    /// <summary>Whether clips can be uploaded and analysed. Cheap enough for every health check.</summary>
    public async Task<Readiness> InspectAsync(CancellationToken cancellationToken)
    {
        var storing = store.InspectAsync(cancellationToken);
        var missing = await analyzer.FindMissingPartsAsync(cancellationToken);
        var stored = await storing;
        return stored with { Missing = [.. missing, .. stored.Missing], Advice = [.. analyzer.FindAdvice(), .. stored.Advice] };
    }

    /// <summary>The limits of the whole server that are reached, in words; new clips are refused meanwhile.</summary>
    public async Task<IReadOnlyList<string>> FindFullAsync(IUnitOfWork unit, CancellationToken cancellationToken)
    {
        var full = new List<string>();
        if (slots.IsFull)
            full.Add($"{UploadSlots.MaxUploads} uploads are under way, which is the limit.");
        if (await unit.Jobs.CountWaitingAsync(cancellationToken) >= MaxWaiting)
            full.Add($"{MaxWaiting} clips are waiting for their analysis, which is the limit.");
        return full;
    }

    /// <summary>Refuses a clip that could not be analysed.</summary>
    /// <exception cref="RefusedException">A part is missing.</exception>
    public async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (await InspectAsync(cancellationToken) is { Missing: [var missing, ..] })
        {
            throw new RefusedException(
                RefusalKind.Unavailable, "analyzer_not_ready",
                $"This server can't analyse clips now. {missing.Name}: {missing.Why} {missing.Remedy}");
        }
    }

    /// <summary>Refuses a clip for which there is no room among those that wait.</summary>
    /// <exception cref="RefusedException">Too many wait, of everybody's or of this guest's.</exception>
    public static async Task EnsureRoomAsync(IUnitOfWork unit, Caller caller, CancellationToken cancellationToken)
    {
        var all = await unit.Jobs.CountWaitingAsync(cancellationToken);
        var own = caller.IsGuest ? await unit.Jobs.CountUnfinishedAsync(caller.Id, cancellationToken) : 0;
        if (all < MaxWaiting && own < MaxUnfinishedOfGuest)
            return;
        throw new RefusedException(new Refusal(
            RefusalKind.TooMany, "too_many_jobs",
            $"{(all < MaxWaiting ? $"{own} clips of yours" : $"{all} clips")} are waiting already. Send this one again "
            + "in a minute.")
        {
            RetryAfter = TimeSpan.FromMinutes(1),
        });
    }
}
