using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Verdicts;

/// <summary>The frame that a clip's verdict is about, where anyone may see it: what counted first for a YES, the strongest doubt
/// for a NO.</summary>
/// <param name="JobId">The job of the clip.</param>
/// <param name="At">Its time from the start of the clip.</param>
/// <param name="Address">Its address.</param>
/// <param name="Label">What is in the boxes; empty without any.</param>
/// <param name="Boxes">Where it was seen.</param>
internal sealed record PublicFrame(Guid JobId, TimeSpan At, string Address, string Label, IReadOnlyList<Box> Boxes)
{
    /// <summary>The frame of a market's verdict; null without a verdict, if its uploader didn't agree that anyone may see it, and
    /// if none was kept.</summary>
    public static async Task<PublicFrame?> FindAsync(
        IUnitOfWork unit, IFrameStore frames, Market market, CancellationToken cancellationToken)
    {
        if (FindKept(market) is not { } kept
            || await unit.Jobs.FindAsync(kept.JobId, cancellationToken) is not { } job
            || !ClipAccess.MaySeeFrames(caller: null, job.Facts, market.HostId))
        {
            return null;
        }

        // A doubt names no digest, so only the store knows whether its frame was kept.
        return await frames.ExistsAsync(kept.JobId, kept.At, cancellationToken) ? kept : null;
    }

    private static PublicFrame? FindKept(Market market)
    {
        // People may have decided otherwise.
        if (!market.IsActive && market.Outcome != market.Verdict?.Outcome)
            return null;
        switch (market.Verdict)
        {
            case { Outcome: Outcome.Yes }:
                for (var number = 0; number < market.Evidence.Count; number++)
                {
                    if (market.Evidence[number] is { Counts: true, FrameSha256: not null } moment)
                    {
                        return new PublicFrame(
                            moment.JobId, moment.At, $"/api/bets/{market.Id}/evidence/{number}.jpg", moment.Label, BoxesOf(moment.Instances));
                    }
                }

                return null;
            case { Outcome: Outcome.No, Doubt: { At: { } at } doubt } when market.JobId is { } jobId:
                return new PublicFrame(
                    jobId, at, $"/api/bets/{market.Id}/evidence/doubt.jpg", doubt.Label ?? "", BoxesOf(doubt.Instances));
            default:
                return null;
        }
    }

    private static IReadOnlyList<Box> BoxesOf(IReadOnlyList<Instance> instances) => [.. instances.Select(instance => instance.Box)];
}
