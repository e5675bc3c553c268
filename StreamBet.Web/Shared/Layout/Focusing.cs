using Microsoft.JSInterop;

namespace StreamBet.Web.Shared.Layout;

/// <summary>Moves the focus to what replaced the element that had it.</summary>
internal static class Focusing
{
    /// <summary>Moves it, unless the person has gone on meanwhile: to another page, so that the element is gone, or away.</summary>
    /// <param name="focus">Focuses the element.</param>
    public static async Task UnlessGoneAsync(Func<ValueTask> focus)
    {
        try
        {
            await focus();
        }
        catch (Exception gone) when (gone is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // There is nothing left to focus, and nobody to tell.
        }
    }
}
