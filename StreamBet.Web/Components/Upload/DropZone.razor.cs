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
    private ElementReference _input;
    private IJSObjectReference? _module;
    private DotNetObjectReference<DropZone>? _self;

    /// <summary>Whether something else is in the foreground, and the zone takes little room.</summary>
    [Parameter]
    public bool IsCompact { get; set; }

    [Inject]
    private DashboardState State { get; set; } = null!;

    [Inject]
    private IOptions<StreamBetOptions> Options { get; set; } = null!;

    private long MostBytes => Options.Value.MaxUploadBytes;

    /// <summary>Files were dropped or chosen.</summary>
    [JSInvokable]
    public Task TakeAsync(ClipFile[] files) => State.TakeAsync(files);

    /// <summary>The browser could not send a file.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="why">A name of <see cref="SendFailure"/>; any other counts as a lost connection.</param>
    [JSInvokable]
    public Task SendFailedAsync(string fileId, string why) =>
        State.SendFailedAsync(fileId, Enum.TryParse<SendFailure>(why, out var failure) ? failure : SendFailure.Lost);

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
        _self?.Dispose();
        await _module.LetGoAsync();
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

    // The browser holds on to no file that nothing here can send or show any more.
    private string[] KeptFiles() =>
    [
        .. State.Queue.Append(State.Clip).Concat(State.Problems.Select(problem => problem.Clip)).OfType<TabClip>()
            .Select(clip => clip.File.Id),
    ];
}
