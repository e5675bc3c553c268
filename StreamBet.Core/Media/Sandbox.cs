namespace StreamBet.Core.Media;

/// <summary>Keeps child processes away from the server and its files: its command line goes before the tool's.</summary>
internal abstract class Sandbox
{
    private static readonly Lazy<Task<SandboxChoice>> Chosen = new(() => SandboxChoice.MakeAsync(TimeProvider.System));

    /// <summary>No sandbox: what the tools refuse by themselves, and the limits, are all there is.</summary>
    public static Sandbox None { get; } = new NoSandbox();

    /// <summary>Its name for the log, such as "bubblewrap".</summary>
    public abstract string Name { get; }

    /// <summary>Whether it keeps a tool from the network, from other processes, and from every file that its command does not
    /// name, those of the system apart.</summary>
    public abstract bool Isolates { get; }

    /// <summary>The best one that works on this machine. It is looked for once, by running it.</summary>
    public static Task<SandboxChoice> OfThisMachineAsync() => Chosen.Value;

    /// <summary>The program to start instead of the tool, and its arguments, which the tool's path and arguments follow.</summary>
    /// <param name="tool">The tool's full path.</param>
    /// <param name="command">Names the files that it may read and write.</param>
    public abstract IReadOnlyList<string> Before(string tool, ChildCommand command);

    private sealed class NoSandbox : Sandbox
    {
        // A conversion writes to a file, and would not notice that the server is gone. setpriv is on every Debian.
        private readonly IReadOnlyList<string> _endsWithServer =
            ToolLocator.Find("setpriv") is { } setpriv ? [setpriv, "--pdeathsig", "KILL", "--"] : [];

        public override string Name => "none";

        public override bool Isolates => false;

        public override IReadOnlyList<string> Before(string tool, ChildCommand command) => _endsWithServer;
    }
}
