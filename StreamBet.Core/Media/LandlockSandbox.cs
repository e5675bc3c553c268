using System.Globalization;

namespace StreamBet.Core.Media;

/// <summary>Landlock and seccomp, for machines where bubblewrap is missing or may not work, as in most containers. A tool can open
/// the system's programs and libraries and its own files only, and has no sockets, no privileges and no way to other
/// processes. Perl, which is on every Debian, makes the system calls. Linux 6.2 or later.</summary>
/// <param name="perl">The full path of Perl.</param>
internal sealed class LandlockSandbox(string perl) : Sandbox
{
    private static readonly Lazy<string> Script = new(ReadScript);

    /// <inheritdoc/>
    public override string Name => "Landlock";

    /// <inheritdoc/>
    public override bool Isolates => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Before(string tool, ChildCommand command)
    {
        string[] reads =
        [
            .. SystemFolders.Readable, .. SystemFolders.AtRoot.Select(entry => entry.Folder), .. SystemFolders.Of(tool),
            .. command.Reads.Select(Path.GetFullPath),
        ];
        string[] writes = [.. command.Writes.Select(Path.GetFullPath)];
        return [perl, "-e", Script.Value, "--", Text(reads.Length), Text(writes.Length), .. reads, .. writes];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string ReadScript()
    {
        using var reader = new StreamReader(
            typeof(LandlockSandbox).Assembly.GetManifestResourceStream("landlock.pl")
            ?? throw new InvalidOperationException("landlock.pl is not in the program."));
        return reader.ReadToEnd();
    }
}
