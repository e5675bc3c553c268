namespace StreamBet.Tests.Support;

/// <summary>A folder for one test, deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <summary>Creates the folder.</summary>
    public TemporaryFolder()
        : this(Directory.CreateTempSubdirectory("streambet-").FullName)
    {
    }

    private TemporaryFolder(string path) => Path = path;

    /// <summary>The folder's path.</summary>
    public string Path { get; }

    /// <summary>Creates a folder in memory where the machine supports it, so that thousands of databases need not wait
    /// for a disk.</summary>
    public static TemporaryFolder InMemory() => Directory.Exists(Memory)
        ? new(Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"streambet-{Guid.NewGuid():N}")).FullName)
        : new();

    /// <summary>Creates a folder that lasts until the test run ends.</summary>
    public static TemporaryFolder UntilTheTestsEnd()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }

    /// <summary>The path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
