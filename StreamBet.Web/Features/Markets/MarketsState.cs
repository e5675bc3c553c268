using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Markets;

/// <summary>The actions on markets in one tab.</summary>
internal sealed class MarketsState(
    TabSession tab, MarketService markets, Staking staking, MarketReader reader, ReviewService reviews, ReviewReader queue,
    TradingReader trading)
{
    /// <summary>Stakes on a market, provided that its question is still the one shown.</summary>
    /// <returns>Why the stake was refused; null on success.</returns>
    public Task<Refusal?> StakeAsync(Market market, Outcome side, long amount) => tab.TryAsync(
        closed => (Task)staking.StakeAsync(new StakeRequest(market.Id, side, amount, market.Revision), tab.Caller, closed));

    /// <summary>Reads a market with everything that its own page shows.</summary>
    /// <returns>The market, or why it could not be read; neither if the tab was closed.</returns>
    public Task<(MarketDetails? Details, Refusal? Refusal)> ReadAsync(long id) =>
        tab.TryAsync(closed => reader.ReadAsync(id, tab.Caller, closed));

    /// <summary>Reads how a market's pool came about.</summary>
    /// <returns>How, or why it could not be read; neither while the pool is hidden or if the tab was closed.</returns>
    public Task<(Trading? Trading, Refusal? Refusal)> ReadTradingAsync(MarketView view) =>
        tab.TryAsync(closed => trading.ReadAsync(view, closed));

    /// <summary>Finds markets.</summary>
    /// <returns>The markets and whether there are more, or why they could not be read.</returns>
    public async Task<(IReadOnlyList<FoundMarket> Markets, bool HasMore, Refusal? Refusal)> SearchAsync(MarketSearch search)
    {
        var (page, refusal) = await tab.TryAsync(closed => reader.SearchAsync(search, tab.Caller, closed));
        return (page.Markets ?? [], page.HasMore, refusal);
    }

    /// <summary>Opens the market that an analysis suggests for the next clip.</summary>
    /// <returns>The market, or why it was not opened.</returns>
    public Task<(Market? Market, Refusal? Refusal)> OpenSuggestedAsync(Suggestion suggestion) => OpenAsync(
        new NewMarket(suggestion.Question, suggestion.Criterion));

    /// <summary>Opens a market with the person as its host.</summary>
    /// <returns>The market, or why it was not opened.</returns>
    public Task<(Market? Market, Refusal? Refusal)> OpenAsync(NewMarket asked) =>
        tab.TryAsync(closed => markets.OpenAsync(asked, tab.Caller, closed));

    /// <summary>Edits a market's question and criterion.</summary>
    /// <returns>The market, or why it was not changed.</returns>
    public Task<(Market? Market, Refusal? Refusal)> EditAsync(Market market, string question, Criterion? criterion) =>
        tab.TryAsync(closed => markets.EditAsync(market.Id, question, criterion, tab.Caller, closed));

    /// <summary>Closes a market to stakes.</summary>
    /// <returns>The market, or why it was not locked.</returns>
    public Task<(Market? Market, Refusal? Refusal)> LockAsync(Market market) =>
        tab.TryAsync(closed => markets.LockAsync(market.Id, tab.Caller, closed));

    /// <summary>Takes a market off the lists, or puts it back.</summary>
    /// <returns>The market, or why nothing was changed.</returns>
    public Task<(Market? Market, Refusal? Refusal)> ListAsync(Market market, bool isListed) =>
        tab.TryAsync(closed => markets.ListAsync(market.Id, isListed, tab.Caller, closed));

    /// <summary>Reads the reviews that the person can do something about.</summary>
    /// <returns>The reviews, or why they could not be read; neither if the tab was closed.</returns>
    public Task<(IReadOnlyList<ReviewItem>? Items, Refusal? Refusal)> ReadReviewsAsync() =>
        tab.TryAsync(closed => queue.ReadQueueAsync(tab.Caller, closed));

    /// <summary>Proposes how a market in review should end.</summary>
    /// <returns>Why it was refused; null on success.</returns>
    public Task<Refusal?> ProposeAsync(Market market, Ending ending) =>
        tab.TryAsync(closed => (Task)reviews.ProposeAsync(market.Id, ending, tab.Caller, closed));

    /// <summary>Objects to a proposal, or challenges a verdict.</summary>
    /// <returns>Why it was refused; null on success.</returns>
    public Task<Refusal?> ObjectAsync(Market market, string why, TimeSpan? second) =>
        tab.TryAsync(closed => (Task)reviews.ObjectAsync(market.Id, why, second, tab.Caller, closed));

    /// <summary>Answers a challenge as the market's host.</summary>
    /// <returns>Why it was refused; null on success.</returns>
    public Task<Refusal?> CommentAsync(Market market, string text) =>
        tab.TryAsync(closed => (Task)reviews.CommentAsync(market.Id, text, tab.Caller, closed));

    /// <summary>Decides a market in review as an operator.</summary>
    /// <returns>Why it was refused; null on success.</returns>
    public Task<Refusal?> RuleAsync(Market market, Ending ending) =>
        tab.TryAsync(closed => (Task)reviews.RuleAsync(market.Id, ending, tab.Caller, closed));

    /// <summary>Voids a market; every stake is refunded.</summary>
    /// <returns>The market, or why it was not voided.</returns>
    public Task<(Market? Market, Refusal? Refusal)> VoidAsync(Market market, string why) =>
        tab.TryAsync(closed => markets.VoidAsync(market.Id, why, tab.Caller, closed));
}
