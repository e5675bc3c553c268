using Microsoft.AspNetCore.Components;

namespace StreamBet.Web.Shared.State;

/// <summary>A component that draws some areas of the dashboard's state, and again whenever one of them has changed.</summary>
public abstract class DashboardPart : ComponentBase, IDisposable
{
    [Inject]
    private protected DashboardState State { get; set; } = null!;

    /// <summary>The areas that it draws.</summary>
    private protected abstract DashboardAreas Areas { get; }

    /// <inheritdoc/>
    protected override void OnInitialized() => State.Changed += OnChanged;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops drawing.</summary>
    /// <param name="disposing">Always true; there is nothing that a finalizer would have to free.</param>
    protected virtual void Dispose(bool disposing) => State.Changed -= OnChanged;

    /// <summary>Called on the circuit's own thread when an area that it draws has changed.</summary>
    protected virtual void OnStateChanged() => StateHasChanged();

    private void OnChanged(DashboardAreas areas)
    {
        if ((areas & Areas) != 0)
            _ = InvokeAsync(DrawAsync);
    }

    // Nobody awaits this, so that an error would be lost if it were not handed on.
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
