using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Shared.State;

/// <content>What the person does with markets.</content>
internal sealed partial class DashboardState
{
    /// <summary>Stakes on a market, on the question as it was shown.</summary>
    /// <returns>Why not; null when the stake was taken.</returns>
    public Task<Refusal?> StakeAsync(Market market, Outcome side, long amount) =>
        TryAsync(() => _staking.StakeAsync(new StakeRequest(market.Id, side, amount, market.Revision), Caller, _closed));

    /// <summary>Reads a market with all that its own page shows.</summary>
    /// <returns>The market, or why it could not be read; neither when nobody looks on any more.</returns>
    public async Task<(MarketDetails? Details, Refusal? Refusal)> ReadMarketAsync(long id)
    {
        MarketDetails? details = null;
        var refusal = await TryAsync(async () => details = await _reader.ReadAsync(id, Caller, _closed));
        return (details, refusal);
    }

    /// <summary>Lists markets, newest first.</summary>
    /// <param name="below">Only those with a lower number; null for the newest.</param>
    /// <param name="activeOnly">Leaves out those that ended.</param>
    /// <returns>The markets and whether there are older ones, or why they could not be read.</returns>
    public async Task<(IReadOnlyList<MarketView> Markets, bool HasOlder, Refusal? Refusal)> ListMarketsAsync(
        long? below, bool activeOnly)
    {
        (IReadOnlyList<MarketView> Markets, bool HasOlder) page = ([], false);
        var refusal = await TryAsync(async () => page = await _reader.ListAsync(below, activeOnly, _closed));
        return (page.Markets, page.HasOlder, refusal);
    }

    /// <summary>Opens the market that the shown analysis suggests for the next clip.</summary>
    /// <returns>The market, or why it was not opened.</returns>
    public Task<(Market? Market, Refusal? Refusal)> OpenSuggestedAsync(Suggestion suggestion) =>
        OpenMarketAsync(new MarketProposal(
            suggestion.Question, new Criterion { Labels = [suggestion.Label.Name], Times = suggestion.Times },
            ClosesIn: null, ClipSha256: null));

    /// <summary>Opens a market; the person is its host.</summary>
    /// <returns>The market, or why it was not opened.</returns>
    public Task<(Market? Market, Refusal? Refusal)> OpenMarketAsync(MarketProposal proposal) =>
        TryMarketAsync(() => _marketService.OpenAsync(proposal, Caller, _closed));

    /// <summary>Puts a market's question and criterion otherwise.</summary>
    /// <returns>The market, or why it was not changed.</returns>
    public Task<(Market? Market, Refusal? Refusal)> EditMarketAsync(Market market, string question, Criterion criterion) =>
        TryMarketAsync(() => _marketService.EditAsync(market.Id, question, criterion, Caller, _closed));

    /// <summary>Closes a market to stakes now.</summary>
    /// <returns>The market, or why it was not locked.</returns>
    public Task<(Market? Market, Refusal? Refusal)> LockMarketAsync(Market market) =>
        TryMarketAsync(() => _marketService.LockAsync(market.Id, Caller, _closed));

    /// <summary>Ends a market without a decision; every stake goes back.</summary>
    /// <returns>The market, or why it was not voided.</returns>
    public Task<(Market? Market, Refusal? Refusal)> VoidMarketAsync(Market market, string why) =>
        TryMarketAsync(() => _marketService.VoidAsync(market.Id, why, Caller, _closed));

    private async Task<(Market? Market, Refusal? Refusal)> TryMarketAsync(Func<Task<Market>> change)
    {
        Market? market = null;
        var refusal = await TryAsync(async () => market = await change());
        return (market, refusal);
    }
}
