using Microsoft.AspNetCore.Components;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Markets;

/// <summary>A market's own page. Odds and state follow the board; the rest is read again when something changes that
/// the board does not fully contain.</summary>
public sealed partial class MarketPage
{
    private MarketDetails? _details;
    private EvidencePanel? _evidence;
    private Refusal? _refusal;
    private TimeSpan? _chosen;
    private OwnHoldings? _holdings;
    private bool _arrives;
    private bool _isReading;
    private bool _isStale;

    /// <summary>The market's number.</summary>
    [Parameter]
    public long Id { get; set; }

    [Inject]
    private MarketsState Actions { get; set; } = null!;

    private protected override TabAreas Areas => TabAreas.Markets | TabAreas.Account;

    private string Title => View is { Market: var market }
        ? market.Outcome is { } outcome ? $"{outcome.ToWord()} · {market.Event}" : market.Event
        : $"Market {Id}";

    // A proposal or a challenged verdict, which others may object to or challenge too.
    private static bool IsPending(Market market) => market is
    {
        State: MarketState.Review,
        Review: { Proposal: not null } or { Cause: ReviewCause.Challenge },
    };

    // Only where a picture of a moment can be shown.
    private EventCallback<TimeSpan> SeekIn(MarketDetails details) => details.Evidence.Any(shown => shown.FrameAddress is not null)
        ? EventCallback.Factory.Create<TimeSpan>(this, at => _evidence?.ShowAsync(at) ?? Task.CompletedTask)
        : default;

    private static bool IsDecided(Market market) => !market.IsActive || market.IsAwaitingPayout;

    private static bool MayChoose(MarketDetails details) => details.Review is { MayPropose: true } or { MayRule: true };

    // The newer of the two: the board is read only a few times a second and contains no market that ended long ago.
    private MarketView? View => _details is not { View: var read } || read.Market.Id != Id
        ? null
        : OnBoard is { } live && live.HasSameHistoryAs(read) ? live : read;

    private MarketView? OnBoard => State.Markets.FirstOrDefault(view => view.Market.Id == Id);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ReadAsync();

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        if (_refusal is null && (_details is null || OnBoard?.HasSameHistoryAs(_details.View) == false
            || (OnBoard is null && _details.View.Market.IsActive) || !ReferenceEquals(_holdings, Account.Holdings)))
        {
            _ = ReadAsync();
        }

        base.OnStateChanged();
    }

    // Runs one read at a time; changes that arrive meanwhile cause another read.
    private async Task ReadAsync()
    {
        _isStale = true;
        if (_isReading)
            return;
        _isReading = true;
        while (_isStale)
        {
            _isStale = false;
            _holdings = Account.Holdings;
            var (details, refusal) = await Actions.ReadAsync(Id);
            if (details is not null || refusal is not null)
            {
                // A verdict arrives where people wait for it, and stands there for those who come later.
                var isAnother = _details?.View.Market.Id != Id;
                _arrives = !isAnother && _arrives;
                _arrives |= _details is { View.Market: var before } && !isAnother && !IsDecided(before) && details is { View.Market: var after } && IsDecided(after);
                (_details, _refusal) = (details, refusal);
            }
        }

        _isReading = false;
        StateHasChanged();
    }
}
