using Microsoft.AspNetCore.Components;

namespace StreamBet.Web.Shared.State;

/// <summary>A component that renders some areas of its tab's state, and renders again when one of them
/// changes.</summary>
public abstract class TabPart : ComponentBase, IDisposable
{
    [Inject]
    private protected TabSession Tab { get; set; } = null!;

    [Inject]
    private protected DashboardState State { get; set; } = null!;

    [Inject]
    private protected AccountState Account { get; set; } = null!;

    /// <summary>The areas that it renders.</summary>
    private protected abstract TabAreas Areas { get; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Tab.Changed += OnChanged;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Unsubscribes from changes.</summary>
    /// <param name="disposing">Always true; there is no finalizer.</param>
    protected virtual void Dispose(bool disposing) => Tab.Changed -= OnChanged;

    /// <summary>Called on the circuit's thread when one of its areas has changed.</summary>
    protected virtual void OnStateChanged() => StateHasChanged();

    private void OnChanged(TabAreas areas)
    {
        if ((areas & Areas) != 0)
            _ = InvokeAsync(DrawAsync);
    }

    // Nobody awaits this, so errors would be lost unless they are dispatched.
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
