using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using StreamBet.Core;
using StreamBet.Web.State;

namespace StreamBet.Web.Components.Upload;

/// <summary>Where clips are dropped or chosen. Drag and drop live in its script, on the whole page: a drop that had to wait for
/// the server would be missed.</summary>
public sealed partial class DropZone
{
    private const string NotThere = "The page is not connected. Try again in a moment.";

    private ElementReference _input;
    private TabScript? _script;

    /// <summary>Whether something else is in the foreground, and the zone takes little room.</summary>
    [Parameter]
    public bool IsCompact { get; set; }

    [Inject]
    private TabConnection Connection { get; set; } = null!;

    [Inject]
    private IOptions<StreamBetOptions> Options { get; set; } = null!;

    private long MostBytes => Options.Value.MaxUploadBytes;

    /// <summary>Takes a clip that the server makes, as if it had been dropped.</summary>
    /// <returns>Why not; null when it was taken.</returns>
    public async Task<string?> TakeFromAsync(string address, string name) =>
        _script?.Module is { } module ? await module.InvokeAsync<string?>("takeFrom", address, name) : NotThere;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
            await _script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _script = new TabScript(
            JS, Connection, "Upload/DropZone", InvokeAsync, module => module.InvokeVoidAsync("listen", _input));
        await _script.StartAsync();
    }
}
