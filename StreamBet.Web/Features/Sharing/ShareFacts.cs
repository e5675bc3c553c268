using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Web.Features.Sharing;

/// <summary>What a shared link says of a market, in words. Two that are equal make the same picture.</summary>
/// <param name="Question">Its question.</param>
/// <param name="Criterion">What decides it.</param>
/// <param name="Headline">Where it stands.</param>
internal sealed record ShareFacts(string Question, string Criterion, string Headline)
{
    /// <summary>YES, NO or void; null before.</summary>
    public string? Outcome { get; init; }

    /// <summary>A sentence on the outcome; empty before.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The odds of YES in words.</summary>
    public string Yes { get; init; } = "";

    /// <summary>The odds of NO in words.</summary>
    public string No { get; init; } = "";

    /// <summary>The pool in words.</summary>
    public string Pool { get; init; } = "";

    /// <summary>The share of YES in the pool, 0-1; null while it is empty or hidden.</summary>
    public double? YesShare { get; init; }

    /// <summary>Whether the question asks for something else than what decides: people bet on what decides.</summary>
    public bool AsksSomethingElse { get; init; }

    /// <summary>The title of its page.</summary>
    public string Title
    {
        get
        {
            var title = AsksSomethingElse ? $"{Criterion} {Question}" : Question;
            return Outcome is "YES" or "NO" ? $"{Outcome} · {title}" : title;
        }
    }

    /// <summary>What is said below the title.</summary>
    public string Description => Outcome is null
        ? $"{Headline}. YES {Yes}, NO {No}; pool {Pool}. {Criterion}"
        : $"{Detail.TrimEnd('.')}. Pool {Pool}. {Criterion}";

    /// <summary>Says what a link to a market says.</summary>
    public static ShareFacts Of(MarketView view)
    {
        var market = view.Market;
        return new ShareFacts(market.Event, $"{market.Criterion.ToSentence()}.", HeadlineOf(market))
        {
            Outcome = market.State switch
            {
                MarketState.Resolved or MarketState.Void => market.Outcome.ToWord(),
                MarketState.Deciding when market.IsAwaitingPayout => market.Verdict!.Outcome.ToWord(),
                _ => null,
            },
            Detail = market.IsActive && !market.IsAwaitingPayout ? "" : OutcomeLine.Of(market),
            Yes = PoolWords.Odds(view, Core.Rule.Outcome.Yes),
            No = PoolWords.Odds(view, Core.Rule.Outcome.No),
            Pool = PoolWords.Pool(view),
            YesShare = PoolWords.YesShare(view),
        };
    }

    private static string HeadlineOf(Market market) => market.State switch
    {
        MarketState.Open => "Stakes are open",
        MarketState.Locked => "Locked",
        MarketState.Deciding when market.IsAwaitingPayout => "The clip has decided",
        MarketState.Deciding => "The clip is being analysed",
        MarketState.Review => "In review: people decide",
        MarketState.Resolved => "Decided",
        _ => "Void",
    };
}
