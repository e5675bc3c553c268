namespace StreamBet.Core.Media;

/// <summary>The sandbox that is in use on this machine.</summary>
/// <param name="Sandbox">The sandbox.</param>
/// <param name="Why">Why it is not a better one, for the operator; null for the best.</param>
internal sealed record SandboxChoice(Sandbox Sandbox, string? Why)
{
    // A start takes a few milliseconds, on a busy machine a few hundred.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Tries the sandboxes, the best one first.</summary>
    public static async Task<SandboxChoice> MakeAsync(TimeProvider time)
    {
        var why = new List<string>();
        foreach (var (tool, make) in new (string, Func<string, Sandbox>)[]
        {
            ("bwrap", path => new BubblewrapSandbox(path)),
            ("perl", path => new LandlockSandbox(path)),
        })
        {
            if (ToolLocator.Find(tool) is not { } path)
                why.Add($"{tool} is not installed");
            else if (await FaultOfAsync(make(path), time) is { } fault)
                why.Add($"{make(path).Name} does not work here ({fault})");
            else
                return new SandboxChoice(make(path), why.Count == 0 ? null : string.Join("; ", why) + ".");
        }

        return new SandboxChoice(Sandbox.None, string.Join("; ", why) + ".");
    }

    /// <summary>What a sandbox says when a program is run in it; null when that works.</summary>
    internal static async Task<string?> FaultOfAsync(Sandbox sandbox, TimeProvider time)
    {
        try
        {
            var command = new ChildCommand("true", []) { Sandbox = sandbox, OverallLimit = Limit };
            var (_, end) = await ChildProcess.CollectAsync(command, 1, time, CancellationToken.None);
            return end.IsSuccess ? null : end.Complaints.Trim().Split('\n')[^1] is { Length: > 0 } said ? said : $"exit code {end.ExitCode}";
        }
        catch (ToolMissingException missing)
        {
            return missing.Message;
        }
    }
}
