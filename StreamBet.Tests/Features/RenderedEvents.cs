using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace StreamBet.Tests.Features;

/// <summary>What a person does to a component that is drawn without a browser. Each waits until the component has handled it. An
/// element is found on the renderer's own thread: in between, another drawing could take its handler away.</summary>
internal static class RenderedEvents
{
    /// <summary>Clicks an element.</summary>
    /// <param name="shown">The component.</param>
    /// <param name="selector">The CSS selector of the element.</param>
    /// <param name="index">Which of several elements, from 0 on.</param>
    public static Task ClickAsync<T>(this IRenderedComponent<T> shown, string selector, int index = 0)
        where T : IComponent => shown.InvokeAsync(() => shown.FindAll(selector)[index].ClickAsync(new()));

    /// <summary>Types a text into a field.</summary>
    public static Task InputAsync<T>(this IRenderedComponent<T> shown, string selector, string text)
        where T : IComponent => shown.InvokeAsync(() => shown.Find(selector).InputAsync(new() { Value = text }));

    /// <summary>Types a text into a field and leaves it, or ticks a box.</summary>
    public static Task ChangeAsync<T>(this IRenderedComponent<T> shown, string selector, object value)
        where T : IComponent => shown.InvokeAsync(() => shown.Find(selector).ChangeAsync(new() { Value = value }));

    /// <summary>Submits a form.</summary>
    public static Task SubmitAsync<T>(this IRenderedComponent<T> shown, string selector)
        where T : IComponent => shown.InvokeAsync(() => shown.Find(selector).SubmitAsync());

    /// <summary>Presses a key on an element.</summary>
    public static Task KeyDownAsync<T>(this IRenderedComponent<T> shown, string selector, string key)
        where T : IComponent => shown.InvokeAsync(() => shown.Find(selector).KeyDownAsync(new KeyboardEventArgs { Key = key }));
}
