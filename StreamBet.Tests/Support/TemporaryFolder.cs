namespace StreamBet.Tests.Support;

/// <summary>A folder of a test's own, gone when it is disposed of.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <summary>Makes the folder.</summary>
    public TemporaryFolder()
        : this(Directory.CreateTempSubdirectory("streambet-").FullName)
    {
    }

    private TemporaryFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes a folder in memory where the machine has such, so that thousands of databases wait for no
    /// disk.</summary>
    public static TemporaryFolder InMemory() => Directory.Exists(Memory)
        ? new(Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"streambet-{Guid.NewGuid():N}")).FullName)
        : new();

    /// <summary>Makes a folder that lasts as long as the test run.</summary>
    public static TemporaryFolder UntilTheTestsEnd()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }

    /// <summary>A path in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
