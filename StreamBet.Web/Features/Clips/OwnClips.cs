using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Clips;

/// <summary>A clip that a person sent.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Markets">The markets that it was bound to.</param>
/// <param name="FrameAddress">The address of a kept picture of it; null if there is none.</param>
internal sealed record OwnClip(AnalysisJob Job, IReadOnlyList<Market> Markets, string? FrameAddress);

/// <summary>Reads the clips that the person of a tab has sent.</summary>
internal sealed class OwnClips(TabSession tab, IUnitOfWorkFactory work, JobFrames frames)
{
    private const int PageSize = 20;

    /// <summary>The clips, newest first.</summary>
    /// <param name="text">Text that a clip's name must contain, whatever the case of A to Z; empty for any.</param>
    /// <param name="page">The page, from 1.</param>
    /// <returns>The clips and whether there are older ones, or why they could not be read.</returns>
    public async Task<(IReadOnlyList<OwnClip> Clips, bool HasMore, Refusal? Refusal)> FindAsync(string text, int page)
    {
        var (found, refusal) = await tab.TryAsync(closed => ReadAsync(text, (page - 1) * PageSize, closed));
        return ([.. (found ?? []).Take(PageSize)], found?.Count > PageSize, refusal);
    }

    private async Task<IReadOnlyList<OwnClip>> ReadAsync(string text, int skip, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var jobs = await unit.Jobs.OfOwnerAsync(tab.Caller.Id, text.Trim(), skip, PageSize + 1, cancellationToken);
        var markets = (await unit.Markets.FindManyAsync([.. jobs.SelectMany(job => job.MarketIds).Distinct()], cancellationToken))
            .ToDictionary(market => market.Id);
        List<OwnClip> clips = [];
        foreach (var job in jobs)
        {
            var kept = await frames.ListAsync(job, cancellationToken);
            clips.Add(new OwnClip(
                job,
                [.. job.MarketIds.Select(id => markets.GetValueOrDefault(id)).OfType<Market>()],
                kept.Count > 0 ? kept[kept.Count / 2].Address : null));
        }

        return clips;
    }
}
