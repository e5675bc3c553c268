using Microsoft.AspNetCore.Components;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Markets;

/// <summary>A row about one market. A change of the board reaches every row, and only those are drawn again of which something
/// has changed.</summary>
public abstract class MarketPart : TabPart
{
    private bool _isStale;
    private MarketView? _drawn;

    /// <summary>The market.</summary>
    [Parameter, EditorRequired]
    public MarketView View { get; set; } = null!;

    private protected override TabAreas Areas => TabAreas.Account;

    /// <summary>Something else than the market has changed.</summary>
    protected void Refresh() => _isStale = true;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // The first drawing asks for nothing.
        _isStale |= _drawn is not null && !ReferenceEquals(_drawn, View);
        _drawn = View;
    }

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        Refresh();
        base.OnStateChanged();
    }

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        // Here and not after the drawing: the browser confirms that later, and what changed meanwhile would be forgotten.
        var isStale = _isStale;
        _isStale = false;
        return isStale;
    }
}
