using Microsoft.AspNetCore.Components;
using StreamBet.Web.Shared.Board;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Markets;

/// <summary>A component about one market. Every change of the board reaches all of them, but only those whose market
/// changed are rendered again.</summary>
public abstract class MarketPart : TabPart
{
    private bool _isStale;
    private MarketView? _drawn;

    /// <summary>The market.</summary>
    [Parameter, EditorRequired]
    public MarketView View { get; set; } = null!;

    private protected override TabAreas Areas => TabAreas.Account;

    /// <summary>Renders it again because something other than the market changed.</summary>
    protected void Refresh() => _isStale = true;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // The first render happens anyway.
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
        // Cleared here, not after rendering: the browser confirms a render later, and a change in between would be
        // lost.
        var isStale = _isStale;
        _isStale = false;
        return isStale;
    }
}
