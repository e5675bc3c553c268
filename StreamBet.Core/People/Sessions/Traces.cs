using System.Net;
using System.Net.Sockets;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.People.Sessions;

/// <summary>What is kept of where a session came from: enough for its owner to know it again, not enough to follow them.</summary>
public static class Traces
{
    private const int MaxBrowserLength = 60;

    // In this order: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>The network of an address: its first 24 bits, or 48 of IPv6; "unknown" for what is no address.</summary>
    /// <param name="address">The address or its network.</param>
    public static string NetworkOf(string address)
    {
        if (!IPAddress.TryParse(address.Split('/')[0], out var parsed))
            return "unknown";
        if (IPAddress.IsLoopback(parsed))
            return "this machine";
        var bits = parsed.AddressFamily == AddressFamily.InterNetworkV6 ? 48 : 24;
        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }

    /// <summary>The browser and its system, such as "Firefox on Linux"; of others, the visible beginning of what they call
    /// themselves.</summary>
    /// <param name="userAgent">What the browser calls itself.</param>
    public static string BrowserOf(string userAgent)
    {
        var browser = NameIn(Browsers, userAgent);
        if (browser is not null)
            return NameIn(Systems, userAgent) is { } system ? $"{browser} on {system}" : browser;

        // One longer than this is cut before it is read, because anyone can send it.
        var visible = DisplayText.Visible(userAgent[..Math.Min(userAgent.Length, 4 * MaxBrowserLength)]);
        var end = Math.Min(visible.Length, MaxBrowserLength);
        if (end > 0 && char.IsHighSurrogate(visible[end - 1]))
            end--;
        return end == 0 ? "An unknown browser" : visible[..end];
    }

    private static string? NameIn((string Mark, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(entry => userAgent.Contains(entry.Mark, StringComparison.Ordinal)).Name;
}
