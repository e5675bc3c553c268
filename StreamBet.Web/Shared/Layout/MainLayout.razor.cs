using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.Layout;

/// <summary>What all pages stand in. Until the browser has said whether it is dark there, it shows a skeleton, so that
/// nothing flashes; that is also all that is drawn before the circuit is there.</summary>
public sealed partial class MainLayout
{
    private bool? _isDark;
    private TabScript? _script;
    private DotNetObjectReference<MainLayout>? _self;

    [Inject]
    private TabConnection Connection { get; set; } = null!;

    /// <summary>The system's mode has changed, and the person has chosen none.</summary>
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
