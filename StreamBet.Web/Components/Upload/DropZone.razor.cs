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
    private const string NotThere = "The page is not connected. Try again in a moment.";

    private ElementReference _input;
    private TabScript? _script;
    private DotNetObjectReference<DropZone>? _self;

    /// <summary>Whether something else is in the foreground, and the zone takes little room.</summary>
    [Parameter]
    public bool IsCompact { get; set; }

    [Inject]
    private DashboardState State { get; set; } = null!;

    [Inject]
    private TabConnection Connection { get; set; } = null!;

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
        _script?.Module is { } module ? await module.InvokeAsync<string?>("takeFrom", address, name) : NotThere;

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
            JS, Connection, "Upload/DropZone", InvokeAsync, module => module.InvokeVoidAsync("start", _self, _input));
        await _script.StartAsync();
    }

    // The browser holds on to no file that nothing here can send or show any more.
    private string[] KeptFiles() =>
    [
        .. State.Queue.Append(State.Clip).Concat(State.Problems.Select(problem => problem.Clip)).OfType<TabClip>()
            .Select(clip => clip.File.Id),
    ];
}
