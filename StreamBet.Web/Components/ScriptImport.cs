using Microsoft.JSInterop;

namespace StreamBet.Web.Components;

/// <summary>Imports the scripts that lie beside components, and lets go of them.</summary>
internal static class ScriptImport
{
    /// <summary>Imports a script; the page's import map turns its name into the one that browsers may keep for ever.</summary>
    /// <param name="js">The circuit's browser.</param>
    /// <param name="component">The component that it lies beside, such as "Upload/DropZone".</param>
    public static ValueTask<IJSObjectReference> ImportAsync(this IJSRuntime js, string component) =>
        js.InvokeAsync<IJSObjectReference>("import", $"/Components/{component}.razor.js");

    /// <summary>Lets go of a script, after a last call where one is named. A tab that is gone, or cannot be reached, has nothing
    /// to be told.</summary>
    /// <param name="module">The script; null when it was never imported.</param>
    /// <param name="lastCall">The function to call first, or null.</param>
    /// <param name="arguments">What it is called with.</param>
    public static async ValueTask LetGoAsync(this IJSObjectReference? module, string? lastCall = null, params object?[] arguments)
    {
        if (module is null)
            return;
        try
        {
            if (lastCall is not null)
                await module.InvokeVoidAsync(lastCall, arguments);
            await module.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // Nobody is there any more.
        }
    }
}
