using Microsoft.Extensions.Options;
using StreamBet.Core.Access;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Web.Features.Markets;

/// <summary>Reads markets together with what belongs to them, for the market pages.</summary>
internal sealed class MarketReader(
    IUnitOfWorkFactory work, IFrameStore frames, ContactSheetReader sheets, IOptions<StreamBetOptions> options, TimeProvider time)
{
    /// <summary>The number of markets per page of the list.</summary>
    public const int SearchSize = 24;

    private const int MaxChanges = 50;

    /// <summary>A market with everything that its page shows to a person.</summary>
    /// <exception cref="RefusedException">There is no such market (404).</exception>
    public async Task<MarketDetails> ReadAsync(long id, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, id, cancellationToken);
        var names = await unit.People.NamesAsync([market.HostId], cancellationToken);
        return new MarketDetails(
            View(market),
            NameOf(market.HostId, names),
            await ReadChangesAsync(unit, id, cancellationToken),
            await unit.Markets.StakesInAsync(id, caller.Id, cancellationToken),
            await FindClipAsync(unit, market, caller, cancellationToken),
            await EvidenceReader.ReadAsync(unit, market, caller, cancellationToken),
            await sheets.ReadAsync(unit, market, caller, cancellationToken),
            await unit.Receipts.FindPlaceAsync(id, cancellationToken),
            market.Review is null ? null : await ReviewReader.ReadAsync(unit, market, caller, time.GetUtcNow(), cancellationToken),
            await FindEarlierAsync(unit, market, caller, cancellationToken),
            await ReviewReader.ModeratorsAsync(unit, market, cancellationToken));
    }

    /// <summary>The markets that a search finds, at most <see cref="SearchSize"/>, with their hosts' names.</summary>
    /// <returns>The markets, and whether there are more.</returns>
    /// <exception cref="RefusedException">It asks for what is off the lists, and this person is not the operator (403).</exception>
    public async Task<(IReadOnlyList<FoundMarket> Markets, bool HasMore)> SearchAsync(
        MarketSearch search, Caller caller, CancellationToken cancellationToken)
    {
        if (search.Filter == MarketFilter.Unlisted && !MarketAccess.MayUnlist(caller))
            throw new RefusedException(RefusalKind.Forbidden, "only_operator", "Only the operator can list the markets that are off the lists.");
        await using var unit = await work.ReadAsync(cancellationToken);
        var markets = await unit.Markets.SearchAsync(search, caller.Id, time.GetUtcNow(), SearchSize + 1, cancellationToken);
        var names = await unit.People.NamesAsync([.. markets.Select(market => market.HostId).Distinct()], cancellationToken);
        List<FoundMarket> found = [];
        foreach (var market in markets.Take(SearchSize))
        {
            var frame = await PublicFrame.FindAsync(unit, frames, market, cancellationToken);
            found.Add(new FoundMarket(View(market) with { FrameAddress = frame?.Address }, NameOf(market.HostId, names)));
        }

        return (found, markets.Count > SearchSize);
    }

    /// <summary>A market's latest changes, at most 50, with the names that the people who made them had then,
    /// oldest first.</summary>
    /// <param name="unit">The unit of work.</param>
    /// <param name="id">The market.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="below">Only changes before the one with this number; null for the latest.</param>
    public static async Task<IReadOnlyList<NamedChange>> ReadChangesAsync(
        IUnitOfWork unit, long id, CancellationToken cancellationToken, long? below = null)
    {
        var audit = (await unit.Markets.LatestAuditAsync(id, below, MaxChanges, cancellationToken)).Reverse().ToList();
        var names = await unit.People.NamesAsync(
            [.. audit.Where(entry => entry.Name is null).Select(entry => entry.Who).Distinct()], cancellationToken);
        return [.. audit.Select(entry => new NamedChange(DisplayText.Marked(entry.Name ?? NameOf(entry.Who, names)), entry))];
    }

    /// <summary>A person's name as others see it.</summary>
    internal static string NameOf(string personId, IReadOnlyDictionary<string, string> names) =>
        names.GetValueOrDefault(personId) ?? Names.FirstOf(personId);

    private static async Task<DecidingClip?> FindClipAsync(
        IUnitOfWork unit, Market market, Caller caller, CancellationToken cancellationToken)
    {
        if (market is not { Verdict: not null, JobId: { } jobId } || market is { State: not MarketState.Review, IsActive: true, PaysAt: null }
            || await unit.Jobs.FindAsync(jobId, cancellationToken) is not { Video: { } video } job)
        {
            return null;
        }

        // Analyses are large, so this reads one only for people who may see it, or for a verdict of the first version,
        // which has no coverage.
        var coverage = market.Verdict?.Coverage;
        var mayRead = await ReadableJobs.MayReadAsync(unit, job, caller, cancellationToken);
        var analysis = mayRead || coverage is null
            ? (await unit.Jobs.FindAnalysisAsync(jobId, cancellationToken))?.Content
            : null;
        coverage ??= analysis?.Coverage;
        return coverage is null
            ? null
            : new DecidingClip(video.Duration, coverage, job.ForgottenAt is not null, mayRead ? analysis : null);
    }

    private async Task<ShownEarlierClip?> FindEarlierAsync(
        IUnitOfWork unit, Market market, Caller caller, CancellationToken cancellationToken)
    {
        if (market.Review?.EarlierJobId is not { } jobId || await unit.Jobs.FindAsync(jobId, cancellationToken) is not { } job)
            return null;
        foreach (var marketId in job.MarketIds)
        {
            // It may have been decided by another clip since.
            if (await unit.Markets.FindAsync(marketId, cancellationToken) is not { } known || known.JobId != jobId)
                continue;
            var evidence = await EvidenceReader.ReadAsync(unit, known, caller, cancellationToken);
            IReadOnlyList<ShownSheetFrame> frames =
            [
                .. evidence.Where(shown => shown.FrameAddress is not null)
                    .Select(shown => new ShownSheetFrame(shown.Moment.At, shown.Moment.FrameSha256!, shown.FrameAddress!)),
            ];
            if (frames.Count == 0)
                frames = (await sheets.ReadAsync(unit, known, caller, cancellationToken)).Frames;
            return new ShownEarlierClip(job.StartedAt!.Value, known.Id, known.Event, frames);
        }

        return new ShownEarlierClip(job.StartedAt!.Value, null, null, []);
    }

    private MarketView View(Market market) => MarketView.Of(market, options.Value, time.GetUtcNow());
}

/// <summary>A market in a list.</summary>
/// <param name="View">The market.</param>
/// <param name="Host">The host's name.</param>
public sealed record FoundMarket(MarketView View, string Host);
