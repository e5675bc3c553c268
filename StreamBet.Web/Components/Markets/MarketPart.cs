using Microsoft.AspNetCore.Components;
using StreamBet.Web.State;

namespace StreamBet.Web.Components.Markets;

/// <summary>A row about one market. A change of the board reaches every row, and only those are drawn again of which something
/// has changed.</summary>
public abstract class MarketPart : DashboardPart
{
    private bool _isStale = true;
    private MarketView? _drawn;

    /// <summary>The market.</summary>
    [Parameter, EditorRequired]
    public MarketView View { get; set; } = null!;

    private protected override DashboardAreas Areas => DashboardAreas.Purse;

    /// <summary>Something else than the market has changed.</summary>
    protected void Refresh() => _isStale = true;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _isStale |= !ReferenceEquals(_drawn, View);
        _drawn = View;
    }

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        Refresh();
        base.OnStateChanged();
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _isStale;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender) => _isStale = false;
}
