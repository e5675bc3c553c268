using StreamBet.Core.Media;

namespace StreamBet.Tests.Support;

/// <summary>The sandboxes that isolate, where they work.</summary>
internal static class Sandboxes
{
    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => ["bubblewrap", "Landlock"];

    /// <summary>A sandbox by its name; null where it doesn't work.</summary>
    public static async Task<Sandbox?> FindAsync(string name)
    {
        Sandbox? sandbox = name == "bubblewrap"
            ? ToolLocator.Find("bwrap") is { } bwrap ? new BubblewrapSandbox(bwrap) : null
            : ToolLocator.Find("perl") is { } perl ? new LandlockSandbox(perl) : null;
        return sandbox is not null && await SandboxChoice.FaultOfAsync(sandbox, TimeProvider.System) is null ? sandbox : null;
    }
}
