using Microsoft.JSInterop;

namespace StreamBet.Web.Components.Layout;

/// <summary>What all pages stand in. Until the browser has said whether it is dark there, it shows a skeleton, so that
/// nothing flashes; that is also all that is drawn before the circuit is there.</summary>
public sealed partial class MainLayout
{
    private bool? _isDark;
    private IJSObjectReference? _module;
    private DotNetObjectReference<MainLayout>? _self;

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
        await _module.LetGoAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await JS.ImportAsync("Layout/MainLayout");
        _isDark = await _module.InvokeAsync<bool>("watch", _self);
        StateHasChanged();
    }

    private async Task ToggleAsync()
    {
        _isDark = _isDark is not true;
        await _module!.InvokeVoidAsync("choose", _isDark);
    }
}
