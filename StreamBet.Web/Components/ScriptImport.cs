using Microsoft.JSInterop;

namespace StreamBet.Web.Components;

/// <summary>Imports the script that lies beside a component.</summary>
internal static class ScriptImport
{
    /// <summary>Imports it; the page's import map turns its name into the one that browsers may keep for ever.</summary>
    /// <param name="js">The circuit's browser.</param>
    /// <param name="component">The component, such as "Upload/DropZone".</param>
    public static ValueTask<IJSObjectReference> ImportAsync(this IJSRuntime js, string component) =>
        js.InvokeAsync<IJSObjectReference>("import", $"/Components/{component}.razor.js");
}
