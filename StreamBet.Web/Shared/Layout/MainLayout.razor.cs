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
    private TabScript? _leaving;
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
        Connection.Leaving -= OnLeaving;
        _self?.Dispose();
        foreach (var script in new[] { _script, _leaving }.OfType<TabScript>())
            await script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _script = new TabScript(JS, Connection, "Shared/Layout/MainLayout", InvokeAsync, WatchAsync);
        await _script.StartAsync();
        _leaving = new TabScript(JS, Connection, "Shared/Layout/ReconnectDialog", InvokeAsync);
        await _leaving.StartAsync();
        Connection.Leaving += OnLeaving;
    }

    private void OnLeaving() => _ = InvokeAsync(() => _leaving!.CallAsync("leave").AsTask());

    private async ValueTask WatchAsync(IJSObjectReference module) =>
        OnModeChanged(await module.InvokeAsync<bool>("watch", _self));

    private async Task ToggleAsync()
    {
        _isDark = _isDark is not true;
        await _script!.CallAsync("choose", _isDark);
    }
}
