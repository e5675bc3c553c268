using Microsoft.JSInterop;

namespace StreamBet.Web.Shared.Tab;

/// <summary>A component's own script. A cut connection swallows calls to the browser, so loading is repeated on each
/// reconnection until it succeeds.</summary>
/// <param name="js">The circuit's JavaScript runtime.</param>
/// <param name="connection">Reports reconnections.</param>
/// <param name="component">The component that owns the script, such as "Shared/Layout/TabFiles".</param>
/// <param name="dispatch">Runs work on the circuit's thread.</param>
/// <param name="start">The first call to the script; must be safe to repeat.</param>
internal sealed class TabScript(
    IJSRuntime js, TabConnection connection, string component, Func<Func<Task>, Task> dispatch,
    Func<IJSObjectReference, ValueTask>? start = null) : IAsyncDisposable
{
    // All functions of these scripts answer at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private bool _isGone;
    private Task? _loading;

    /// <summary>The script; null until it is loaded.</summary>
    public IJSObjectReference? Module { get; private set; }

    /// <summary>Imports and starts the script, and retries on reconnection if that was lost.</summary>
    public Task StartAsync()
    {
        connection.Joined += OnJoined;
        return TryStartAsync();
    }

    /// <summary>Calls a function when the script is loaded; a call to a tab that cannot be reached is dropped.</summary>
    /// <returns>False if the tab is there but did not answer, or did not load the script, within five seconds: a call is lost
    /// when the connection changes during it.</returns>
    public async ValueTask<bool> CallAsync(string function, params object?[] arguments)
    {
        try
        {
            if (Module is null)
                await LoadedAsync().WaitAsync(Patience);
            if (Module is not null)
                await Module.InvokeVoidAsync(function, Patience, arguments);
            return true;
        }
        catch (Exception exception) when (exception is JSDisconnectedException || (exception is JSException && Module is null))
        {
            // The circuit continues without this call; a script that can't be loaded is tried again at the next reconnection.
            return true;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        connection.Joined -= OnJoined;
        try
        {
            if (Module is not null)
                await Module.DisposeAsync();
        }
        catch (Exception exception) when (IsCut(exception))
        {
            // The tab is gone, and its script with it.
        }
    }

    private void OnJoined() => _ = dispatch(async () =>
    {
        try
        {
            // What a cut swallowed is never answered, so nobody waits for that attempt any longer.
            _loading = null;
            await TryStartAsync();
        }
        catch (JSException)
        {
            // The import failed because the connection broke again; the next reconnection retries it.
        }
    });

    private async Task TryStartAsync()
    {
        try
        {
            await LoadedAsync();
        }
        catch (Exception exception) when (IsCut(exception))
        {
            // Retried when the browser is back.
        }
    }

    // All who wait for the script wait for the same attempt.
    private Task LoadedAsync() => Module is not null || _isGone ? Task.CompletedTask
        : _loading is { IsCompleted: false } running ? running
        : _loading = LoadAsync();

    private async Task LoadAsync()
    {
        // The page's import map maps the name to one that browsers may cache forever.
        var module = await js.InvokeAsync<IJSObjectReference>("import", $"/{component}.razor.js");
        if (start is not null)
            await start(module);
        Module = module;
    }

    private static bool IsCut(Exception exception) => exception is JSDisconnectedException or OperationCanceledException;
}
