using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.Layout;

/// <summary>The layout of all pages. It shows a skeleton until the browser reports whether it is in dark mode, so that
/// nothing flashes; before the circuit is there, the skeleton is all that is rendered.</summary>
public sealed partial class MainLayout
{
    private bool? _isDark;
    private TabScript? _script;
    private DotNetObjectReference<MainLayout>? _self;

    [Inject]
    private TabConnection Connection { get; set; } = null!;

    /// <summary>Called when the system's mode changes and the person has not chosen one.</summary>
    [JSInvokable]
    public void OnModeChanged(bool isDark)
    {
        _isDark = isDark;
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        if (_script is not null)
            await _script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _script = new TabScript(JS, Connection, "Shared/Layout/MainLayout", InvokeAsync, WatchAsync);
        await _script.StartAsync();
    }

    private async ValueTask WatchAsync(IJSObjectReference module) =>
        OnModeChanged(await module.InvokeAsync<bool>("watch", _self));

    private async Task ToggleAsync()
    {
        _isDark = _isDark is not true;
        await _script!.CallAsync("choose", _isDark);
    }
}
