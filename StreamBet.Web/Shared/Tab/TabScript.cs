using Microsoft.JSInterop;

namespace StreamBet.Web.Shared.Tab;

/// <summary>The script that lies beside a component. A cut of the connection swallows what is asked of the browser, so that
/// it is asked again whenever the browser is back, until it has answered.</summary>
/// <param name="js">The circuit's browser.</param>
/// <param name="connection">Tells when it is back.</param>
/// <param name="component">The component that the script lies beside, such as "Shared/Layout/TabFiles".</param>
/// <param name="dispatch">Runs work on the circuit's own thread.</param>
/// <param name="start">What is asked of the script first. Asked twice it does the same.</param>
internal sealed class TabScript(
    IJSRuntime js, TabConnection connection, string component, Func<Func<Task>, Task> dispatch,
    Func<IJSObjectReference, ValueTask>? start = null) : IAsyncDisposable
{
    private bool _isGone;

    /// <summary>The script; null until it has answered.</summary>
    public IJSObjectReference? Module { get; private set; }

    /// <summary>Imports the script and starts it; from now on it is done again when that was lost.</summary>
    public Task StartAsync()
    {
        connection.Joined += OnJoined;
        return TryStartAsync();
    }

    /// <summary>Calls a function, if the script is there; a tab that cannot be reached has nothing to be told.</summary>
    public async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            if (Module is not null)
                await Module.InvokeVoidAsync(function, arguments);
        }
        catch (Exception exception) when (IsCut(exception))
        {
            // The circuit lives on without this call.
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
            // The tab is gone, and the script with it.
        }
    }

    private void OnJoined() => _ = dispatch(async () =>
    {
        try
        {
            await TryStartAsync();
        }
        catch (JSException)
        {
            // The import failed because the connection broke again; it is tried when that is back.
        }
    });

    private async Task TryStartAsync()
    {
        if (Module is not null || _isGone)
            return;
        try
        {
            // The page's import map turns the name into the one that browsers may keep for ever.
            var module = await js.InvokeAsync<IJSObjectReference>("import", $"/{component}.razor.js");
            if (start is not null)
                await start(module);
            Module ??= module;
        }
        catch (Exception exception) when (IsCut(exception))
        {
            // Tried again when the browser is back.
        }
    }

    private static bool IsCut(Exception exception) => exception is JSDisconnectedException or OperationCanceledException;
}
