using Microsoft.AspNetCore.Components;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Account;

/// <summary>The person's own account: name, credits, open positions and history.</summary>
public sealed partial class OwnAccount
{
    private const int PageSize = 50;

    private static readonly Currency[] Currencies = [Currency.Practice, Currency.Credits];

    private int _count = PageSize;
    private OwnHoldings? _holdings;
    private StakeBook? _book;
    private Refusal? _refusal;
    private bool _isReading;
    private bool _isStale;

    [Inject]
    private AccountBook Book { get; set; } = null!;

    private protected override TabAreas Areas => TabAreas.Markets | TabAreas.Account;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _holdings = Account.Holdings;
        return ReadAsync();
    }

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        // What the person holds is read anew whenever a stake of the person's was taken, ended or was refunded.
        if (!ReferenceEquals(_holdings, Account.Holdings))
        {
            _holdings = Account.Holdings;
            _ = ReadAsync();
        }

        base.OnStateChanged();
    }

    private static StakeTotals TotalsIn(StakeBook book, Currency currency) =>
        book.Totals.FirstOrDefault(totals => totals.Currency == currency) ?? new StakeTotals(currency, 0, 0);

    // As everyone sees the market now; one that the board does not have stays as it was read.
    private MarketView Now(MarketView read) =>
        State.Markets.FirstOrDefault(view => view.Market.Id == read.Market.Id) ?? read;

    private Task ShowMoreAsync()
    {
        _count += PageSize;
        return ReadAsync();
    }

    // One reading at a time; what has changed meanwhile is read after it.
    private async Task ReadAsync()
    {
        _isStale = true;
        if (_isReading)
            return;
        _isReading = true;
        while (_isStale)
        {
            _isStale = false;
            (var book, _refusal) = await Book.ReadAsync(_count);
            _book = book ?? _book;
        }

        _isReading = false;
        StateHasChanged();
    }
}
