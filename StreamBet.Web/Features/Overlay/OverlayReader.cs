using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Web.Features.Overlay;

/// <summary>What was read for an overlay.</summary>
/// <param name="State">What it shows.</param>
/// <param name="View">The market; null if there is none yet.</param>
/// <param name="Job">The job of its clip, while it is under way.</param>
/// <param name="Status">How far that is.</param>
/// <param name="ReadAgainIn">When the clock alone changes it; null if never.</param>
internal sealed record OverlayReading(OverlayState State, MarketView? View, AnalysisJob? Job, JobStatus? Status, TimeSpan? ReadAgainIn);

/// <summary>Reads markets for overlays: from the board where they are on it.</summary>
internal sealed class OverlayReader(
    IUnitOfWorkFactory work, IFrameStore frames, JobFeed jobs, IClipAnalyzer analyzer, IOptions<StreamBetOptions> options,
    TimeProvider time)
{
    private volatile IReadOnlyDictionary<long, MarketView> _board = new Dictionary<long, MarketView>();

    /// <summary>The progress of jobs.</summary>
    public JobFeed Jobs => jobs;

    /// <summary>Takes the markets as the board shows them now.</summary>
    public void Use(IReadOnlyList<MarketView> board) => _board = board.ToDictionary(view => view.Market.Id);

    /// <summary>What an overlay shows now.</summary>
    /// <param name="target">What it follows.</param>
    /// <param name="shown">What it shows so far; null at first.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <returns>The same object while nothing has changed.</returns>
    public async Task<OverlayReading> ReadAsync(OverlayTarget target, OverlayReading? shown, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        if (await FindAsync(unit, target, shown, cancellationToken) is not { } view)
            return shown is { View: null } ? shown : new OverlayReading(OverlayState.None, null, null, null, null);

        var status = view.Market is { IsActive: true, JobId: { } running } ? jobs.Current(running) : null;
        if (shown?.View is { } before && before.Market.Id == view.Market.Id && (ReferenceEquals(before, view) || before.ShowsSameAs(view))
            && shown.Status == status)
        {
            return shown;
        }

        var job = await FindJobAsync(unit, view.Market, status, shown, cancellationToken);
        var step = job is null ? null : JobStep.Of(new JobView(job, [], status, Analysis: null), bytesPerSecond: null);
        var frame = await PublicFrame.FindAsync(unit, frames, view.Market, cancellationToken);
        var asks = QuestionWords.AsksFor(view.Market.Event, view.Market.Criterion, analyzer.Vocabulary);
        var state = OverlayWords.Of(view, step, frame) with { Rule = asks ? null : view.Market.Criterion.ToSentence() };
        return new OverlayReading(state, view, job, status, UntilHidden(view));
    }

    // What has ended doesn't change, and the board knows what is new of those that it shows.
    private async Task<MarketView?> FindAsync(
        IUnitOfWork unit, OverlayTarget target, OverlayReading? shown, CancellationToken cancellationToken)
    {
        if (target.MarketId is { } id)
        {
            if (_board.GetValueOrDefault(id) is { } onBoard)
                return onBoard;
            if (shown?.View is { Market.IsActive: false } ended)
                return ended;
        }

        return await target.FindAsync(unit, cancellationToken) is { } market
            ? MarketView.Of(market, options.Value, time.GetUtcNow())
            : null;
    }

    private static async Task<AnalysisJob?> FindJobAsync(
        IUnitOfWork unit, Market market, JobStatus? status, OverlayReading? shown, CancellationToken cancellationToken)
    {
        if (market is not { State: MarketState.Locked or MarketState.Deciding, IsAwaitingPayout: false, JobId: { } id })
            return null;
        return shown?.Job is { } known && known.Id == id && shown.Status?.State == status?.State && status is not null
            ? known
            : await unit.Jobs.FindAsync(id, cancellationToken) is { IsEnded: false } job ? job : null;
    }

    private TimeSpan? UntilHidden(MarketView view) =>
        !view.IsPoolHidden && view.Market.HidesAt - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : null;
}
