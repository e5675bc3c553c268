using Microsoft.AspNetCore.Components;

namespace StreamBet.Web.Shared.State;

/// <summary>A component that draws some areas of its tab's state, and again whenever one of them has changed.</summary>
public abstract class TabPart : ComponentBase, IDisposable
{
    [Inject]
    private protected TabSession Tab { get; set; } = null!;

    [Inject]
    private protected DashboardState State { get; set; } = null!;

    [Inject]
    private protected AccountState Account { get; set; } = null!;

    /// <summary>The areas that it draws.</summary>
    private protected abstract TabAreas Areas { get; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Tab.Changed += OnChanged;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops drawing.</summary>
    /// <param name="disposing">Always true; there is nothing that a finalizer would have to free.</param>
    protected virtual void Dispose(bool disposing) => Tab.Changed -= OnChanged;

    /// <summary>Called on the circuit's own thread when an area that it draws has changed.</summary>
    protected virtual void OnStateChanged() => StateHasChanged();

    private void OnChanged(TabAreas areas)
    {
        if ((areas & Areas) != 0)
            _ = InvokeAsync(DrawAsync);
    }

    // Nobody awaits this, so an error would be lost if it were not handed on.
    private async Task DrawAsync()
    {
        try
        {
            OnStateChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
