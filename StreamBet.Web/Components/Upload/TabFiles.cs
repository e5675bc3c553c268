using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using StreamBet.Web.State;
using StreamBet.Web.Uploads;

namespace StreamBet.Web.Components.Upload;

/// <summary>The tab's files, in the script of the drop zone. It stands in the layout and draws nothing: a
/// clip goes on its way, and the one that waits after it, whatever page is looked at meanwhile.</summary>
public sealed class TabFiles : ComponentBase, ITabFiles, IAsyncDisposable
{
    private TabScript? _script;
    private DotNetObjectReference<TabFiles>? _self;

    [Inject]
    private DashboardState State { get; set; } = null!;

    [Inject]
    private TabConnection Connection { get; set; } = null!;

    [Inject]
    private IJSRuntime JS { get; set; } = null!;

    /// <summary>Files were dropped or chosen.</summary>
    [JSInvokable]
    public Task TakeAsync(ClipFile[] files) => State.TakeAsync(files);

    /// <summary>The browser could not send a file.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="why">A name of <see cref="SendFailure"/>; any other counts as a lost connection.</param>
    [JSInvokable]
    public Task SendFailedAsync(string fileId, string why) =>
        State.SendFailedAsync(fileId, Enum.TryParse<SendFailure>(why, out var failure) ? failure : SendFailure.Lost);

    /// <inheritdoc/>
    Task ITabFiles.SendAsync(ClipFile file, string address) => InvokeAsync(async () =>
    {
        await _script!.CallAsync("keep", [KeptFiles()]);
        await _script!.CallAsync("send", file.Id, address);
    });

    /// <inheritdoc/>
    Task ITabFiles.StopAsync(ClipFile file) => InvokeAsync(() => _script!.CallAsync("stop", file.Id).AsTask());

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
        State.Files = this;
        _script = new TabScript(
            JS, Connection, "Upload/DropZone", InvokeAsync, module => module.InvokeVoidAsync("start", _self));
        await _script.StartAsync();
    }

    // The browser holds on to no file that nothing here can send or show any more.
    private string[] KeptFiles() =>
    [
        .. State.Queue.Append(State.Clip).Concat(State.Problems.Select(problem => problem.Clip)).OfType<TabClip>()
            .Select(clip => clip.File.Id),
    ];
}
