using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using StreamBet.Web.Shared.State;
using StreamBet.Web.Shared.Tab;

namespace StreamBet.Web.Features.Dashboard;

/// <summary>The dashboard. Its address contains the job, so that a reload, another tab or a restarted server shows the
/// same job.</summary>
public sealed partial class Home
{
    private const string Send = "send";
    private const string Results = "results";

    private TabScript? _script;
    private Guid? _askedFor;

    /// <summary>The job to show; null for none.</summary>
    [Parameter]
    public Guid? JobId { get; set; }

    [Inject]
    private TabConnection Connection { get; set; } = null!;

    private protected override TabAreas Areas => TabAreas.Clip;

    // Nothing of a clip is on display.
    private bool IsFresh => State is { JobId: null, IsAnalyzing: false, Problems.Count: 0 };

    private bool HasResult => State.Job?.Analysis is not null;

    // What the person came for comes first, for eyes and ears alike: the bets, or what their clip decided.
    private string[] Parts => HasResult ? [Results, Send, "markets"] : [Send, Results, "markets"];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Connection.Joined -= OnJoined;
        Dispose();
        if (_script is not null)
            await _script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Connection.Joined += OnJoined;
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        _askedFor = null;
        State.Show(JobId);
        return FollowStateAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _script = new TabScript(JS, Connection, "Shared/Layout/TabFiles", InvokeAsync);
        await _script.StartAsync();
        await FollowStateAsync();
    }

    /// <inheritdoc/>
    protected override void OnStateChanged()
    {
        _ = FollowStateAsync();
        base.OnStateChanged();
    }

    private void OnJoined() => InvokeAsync(() =>
    {
        _askedFor = null;
        return FollowStateAsync();
    });

    // Puts the job of a clip sent from this tab into the address. Our own script does it: when a cut swallows one of
    // the framework's navigations, the framework ends the circuit.
    private async Task FollowStateAsync()
    {
        if (State.JobId is not { } shown || shown == JobId || shown == _askedFor || _script?.Module is null || !Connection.IsUp)
            return;
        _askedFor = shown;
        try
        {
            // A call that the browser does not answer was lost, and is repeated.
            while (shown == State.JobId && shown != JobId && Connection.IsUp
                && !await _script.CallAsync("go", $"/jobs/{shown}", JobId is null))
            {
            }
        }
        catch (JSException exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
