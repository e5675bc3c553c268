using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using StreamBet.Core;
using StreamBet.Web.State;
using StreamBet.Web.Uploads;

namespace StreamBet.Web.Components.Upload;

/// <summary>Where clips are dropped or chosen. Drag and drop live in its script, on the whole page: a drop that had to wait for
/// the server would be missed.</summary>
public sealed partial class DropZone : ITabFiles
{
    private static readonly Refusal FileChanged = new(
        RefusalKind.Invalid, "file_changed",
        "The file has changed on your disk since it was dropped, or it is not there any more. Drop it again.");

    private static readonly Refusal ConnectionLost = new(
        RefusalKind.Invalid, "upload_incomplete",
        "The connection broke before the clip could be sent. Check the connection and send it again.");

    private ElementReference _input;
    private IJSObjectReference? _module;
    private DotNetObjectReference<DropZone>? _self;

    /// <summary>Whether something else is in the foreground, and the zone takes little room.</summary>
    [Parameter]
    public bool IsCompact { get; set; }

    [Inject]
    private IOptions<StreamBetOptions> Options { get; set; } = null!;

    private protected override DashboardAreas Areas => DashboardAreas.Clip;

    private long MostBytes => Options.Value.MaxUploadBytes;

    /// <summary>Files were dropped or chosen.</summary>
    [JSInvokable]
    public Task TakeAsync(ClipFile[] files) => State.TakeAsync(files);

    /// <summary>The browser could not send a file.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="kind">"changed", "lost" or "refused".</param>
    /// <param name="code">What the server answered, when it refused.</param>
    /// <param name="sentence">The same for the person.</param>
    [JSInvokable]
    public Task SendFailedAsync(string fileId, string kind, string? code, string? sentence) => kind switch
    {
        "changed" => State.SendFailedAsync(fileId, FileChanged, isFileGone: true),
        "refused" => State.SendFailedAsync(
            fileId, new Refusal(RefusalKind.Invalid, code ?? "", sentence ?? ""), isFileGone: false),
        _ => State.SendFailedAsync(fileId, ConnectionLost, isFileGone: false),
    };

    /// <summary>Takes a clip that the server makes, as if it had been dropped.</summary>
    /// <returns>Why not; null when it was taken.</returns>
    public async Task<string?> TakeFromAsync(string address, string name) =>
        await _module!.InvokeAsync<string?>("takeFrom", address, name);

    /// <inheritdoc/>
    Task ITabFiles.SendAsync(ClipFile file, string address) => InvokeAsync(async () =>
    {
        await _module!.InvokeVoidAsync("keep", [KeptFiles()]);
        await _module!.InvokeVoidAsync("send", file.Id, address);
    });

    /// <inheritdoc/>
    Task ITabFiles.StopAsync(ClipFile file) => InvokeAsync(() => _module!.InvokeVoidAsync("stop", file.Id).AsTask());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        _self?.Dispose();
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The tab is gone, and its files with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await JS.ImportAsync("Upload/DropZone");
        State.Files = this;
        await _module.InvokeVoidAsync("start", _self, _input);
    }

    // The browser holds on to no file that nothing here can send or play any more.
    private string[] KeptFiles() =>
        [.. State.Queue.Append(State.Clip).OfType<QueuedClip>().Select(clip => clip.File.Id)];
}
