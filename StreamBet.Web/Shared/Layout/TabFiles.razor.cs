using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using StreamBet.Web.Shared.State;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Shared.Layout;

/// <summary>Takes dropped or chosen files and sends them. Its script handles drag and drop on the whole page: a drop
/// that had to wait for the server would be missed.</summary>
public sealed partial class TabFiles : ITabFiles
{
    private const string NotThere = "The page is not connected. Try again in a moment.";

    private TabScript? _script;
    private DotNetObjectReference<TabFiles>? _self;
    private BindingChoice? _kept;

    [Inject]
    private DashboardState State { get; set; } = null!;

    [Inject]
    private TabSession Tab { get; set; } = null!;

    [Inject]
    private TabConnection Connection { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // Whether the page shows the progress of clips.
    private bool IsOnDashboard =>
        new Uri(Navigation.Uri).AbsolutePath is var path && (path == "/" || path.StartsWith("/jobs/", StringComparison.Ordinal));

    /// <summary>Called when files are dropped or chosen. Opens the dashboard if another page is shown.</summary>
    [JSInvokable]
    public async Task TakeAsync(ClipFile[] files)
    {
        // Read before the call, so that a person who changes the page meanwhile is not sent back.
        var isSeen = IsOnDashboard;
        await State.TakeAsync(files);
        if (!isSeen)
            await _script!.CallAsync("go", State.Address, false);
    }

    /// <summary>Called when the browser could not send a file.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="why">A <see cref="SendFailure"/> name; anything else counts as a lost connection.</param>
    [JSInvokable]
    public Task SendFailedAsync(string fileId, string why) =>
        State.SendFailedAsync(fileId, Enum.TryParse<SendFailure>(why, out var failure) ? failure : SendFailure.Lost);

    /// <inheritdoc/>
    async Task<string?> ITabFiles.TakeFromAsync(string address, string name) =>
        _script?.Module is { } module ? await module.InvokeAsync<string?>("takeFrom", address, name) : NotThere;

    /// <inheritdoc/>
    async Task<bool> ITabFiles.SendAsync(ClipFile file, string address)
    {
        var isAnswered = false;
        await InvokeAsync(async () =>
        {
            await _script!.CallAsync("keep", [KeptFiles()]);
            isAnswered = await _script!.CallAsync("send", file.Id, address);
        });
        return isAnswered;
    }

    /// <inheritdoc/>
    Task ITabFiles.GoAsync(string address) => InvokeAsync(async () =>
    {
        // Asked again once, because a call is lost when the connection changes during it.
        if (!await _script!.CallAsync("go", address, false))
            await _script!.CallAsync("go", address, false);
    });

    /// <inheritdoc/>
    Task ITabFiles.StopAsync(ClipFile file) => InvokeAsync(() => _script!.CallAsync("stop", file.Id).AsTask());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Tab.Changed -= OnChanged;
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
            JS, Connection, "Shared/Layout/TabFiles", InvokeAsync, StartAsync);
        await _script.StartAsync();
    }

    private async ValueTask StartAsync(IJSObjectReference module)
    {
        // What is told by the browser must not come before what it kept.
        if (_kept is null)
        {
            var chosen = await module.InvokeAsync<long[]>("chosen");
            await Tab.TryAsync(_ => State.ChooseAgainAsync(chosen));
            _kept = State.Choice;
            Tab.Changed += OnChanged;
        }

        await module.InvokeVoidAsync("start", _self);
    }

    // The browser keeps the choice for when the page is loaded again.
    private void OnChanged(TabAreas areas)
    {
        if (!areas.HasFlag(TabAreas.Markets) || ReferenceEquals(State.Choice, _kept))
            return;
        _kept = State.Choice;
        _ = InvokeAsync(() => _script!.CallAsync("keepChosen", State.Choice.MarketIds).AsTask());
    }

    // Lets the browser release files that can no longer be sent or shown.
    private string[] KeptFiles() =>
    [
        .. State.Queue.Append(State.Clip).Append(State.Ahead?.Clip).Concat(State.Problems.Select(problem => problem.Clip)).OfType<TabClip>()
            .Select(clip => clip.File.Id),
    ];
}
