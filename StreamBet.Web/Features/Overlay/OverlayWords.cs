using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Web.Features.Overlay;

/// <summary>Puts a market into the words of an overlay. Pure.</summary>
internal static class OverlayWords
{
    /// <summary>What an overlay shows.</summary>
    /// <param name="view">The market as everyone may see it.</param>
    /// <param name="step">What its clip's job is doing; null if none is under way.</param>
    /// <param name="frame">The frame that its verdict is about; null for none.</param>
    public static OverlayState Of(MarketView view, JobStep? step, PublicFrame? frame)
    {
        var market = view.Market;
        var shown = Phase(market, step) with
        {
            Yes = PoolWords.Odds(view, Outcome.Yes),
            No = PoolWords.Odds(view, Outcome.No),
            Pool = PoolWords.Pool(view),
            YesShare = PoolWords.YesShare(view),
        };
        return shown.Outcome is null || frame is null
            ? shown
            : shown with
            {
                Frame = new OverlayFrame(
                    frame.Address,
                    frame.Label.Length > 0 ? $"{frame.Label} at {Format.Clock(frame.At)}" : Format.Clock(frame.At),
                    [.. frame.Boxes.Select(box => new[] { box.Left, box.Top, box.Width, box.Height }.Select(Figures.Ratio).ToArray())]),
            };
    }

    private static OverlayState Phase(Market market, JobStep? step) => market.State switch
    {
        MarketState.Open => New(market, "open", "Stakes are open") with
        {
            LocksAt = market.ClosesAt,
            Detail = market.LocksAtRandom ? "It may lock at any moment of the last seconds." : null,
        },
        MarketState.Locked when market.JobId is not null || step is not null =>
            New(market, "deciding", step?.Headline ?? "The clip is on its way") with { Detail = FigureOf(step), Done = Share(step) },
        MarketState.Locked => New(market, "locked", "Locked") with
        {
            Detail = market.IsClipHere ? "Its clip has to be sent again." : "It waits for its clip.",
        },
        MarketState.Deciding when market.IsAwaitingPayout => New(market, "decided", "The clip has decided") with
        {
            Outcome = market.Verdict!.Outcome.ToWord(),
            Detail = OutcomeLine.Of(market),
            PaysAt = market.PaysAt,
        },
        MarketState.Deciding => New(market, "deciding", step?.Headline ?? "The clip is being analysed") with
        {
            Detail = FigureOf(step),
            Done = Share(step),
        },
        MarketState.Review => New(market, "review", "In review") with { Detail = OfReview(market.Review!) },
        MarketState.Resolved => New(market, "resolved", "Decided") with
        {
            Outcome = market.Outcome.ToWord(),
            Detail = OutcomeLine.Of(market),
            EndedAt = market.EndedAt,
        },
        _ => New(market, "void", "Void") with
        {
            Outcome = market.Outcome.ToWord(),
            Detail = OutcomeLine.Of(market),
            EndedAt = market.EndedAt,
        },
    };

    private static OverlayState New(Market market, string phase, string headline) => new(market.Id, phase, market.Event, headline);

    private static string? FigureOf(JobStep? step) =>
        step is { Figures: [var figure, ..] } ? $"{figure.Name} {figure.Value}" : null;

    private static double? Share(JobStep? step) => step?.Fraction is { } done ? Figures.Ratio(done) : null;

    private static string OfReview(Review review) => review switch
    {
        { Step: ReviewStep.Ruling } => "An operator decides.",
        { Proposal: { } proposal } => $"Proposed: {proposal.Outcome.ToWord()}. Whoever would lose may object.",
        { Cause: ReviewCause.Challenge } => "Its verdict was challenged.",
        _ => "People decide how it ends.",
    };
}
