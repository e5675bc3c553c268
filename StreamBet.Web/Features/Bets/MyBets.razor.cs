using Microsoft.AspNetCore.Components;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Bets;

/// <summary>The person's own bets: what they hold, open positions and settled stakes.</summary>
public sealed partial class MyBets
{
    private const int PageSize = 50;

    private static readonly Currency[] Currencies = [Currency.Practice, Currency.Credits];

    private ElementReference _title;
    private int _count = PageSize;
    private OwnHoldings? _holdings;
    private StakeBook? _book;
    private Refusal? _refusal;
    private bool _isReading;
    private bool _isStale;

    [Inject]
    private StakeBooks Books { get; set; } = null!;

    private protected override TabAreas Areas => TabAreas.Markets | TabAreas.Account;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _holdings = Account.Holdings;
        return ReadAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await _title.FocusAsync();
    }

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        // Reads the account again whenever a stake of this person was placed, ended or refunded.
        if (!ReferenceEquals(_holdings, Account.Holdings))
        {
            _holdings = Account.Holdings;
            _ = ReadAsync();
        }

        base.OnStateChanged();
    }

    private static StakeTotals TotalsIn(StakeBook book, Currency currency) =>
        book.Totals.FirstOrDefault(totals => totals.Currency == currency) ?? new StakeTotals(currency, 0, 0);

    // The market's current state; one that is not on the board stays as it was read.
    private MarketView Now(MarketView read) =>
        State.Markets.FirstOrDefault(view => view.Market.Id == read.Market.Id) ?? read;

    private Task ShowMoreAsync()
    {
        _count += PageSize;
        return ReadAsync();
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
            (var book, _refusal) = await Books.ReadAsync(_count);
            _book = book ?? _book;
        }

        _isReading = false;
        StateHasChanged();
    }
}
