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

    private static readonly Currency[] Units = [Currency.Practice, Currency.Credits];

    private int _count = PageSize;
    private Purse? _purse;
    private StakeBook? _book;
    private Refusal? _refusal;
    private bool _isReading;
    private bool _isStale;

    private protected override DashboardAreas Areas => DashboardAreas.Markets | DashboardAreas.Purse;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _purse = State.Purse;
        return ReadAsync();
    }

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        // The purse is read anew whenever a stake of the person's was taken, ended or went back.
        if (!ReferenceEquals(_purse, State.Purse))
        {
            _purse = State.Purse;
            _ = ReadAsync();
        }

        base.OnStateChanged();
    }

    private static StakeTotals TotalsIn(StakeBook book, Currency unit) =>
        book.Totals.FirstOrDefault(totals => totals.Currency == unit) ?? new StakeTotals(unit, 0, 0);

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
            (var book, _refusal) = await State.ReadStakeBookAsync(_count);
            _book = book ?? _book;
        }

        _isReading = false;
        StateHasChanged();
    }
}
