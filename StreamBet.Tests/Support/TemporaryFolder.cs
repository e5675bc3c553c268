namespace StreamBet.Tests.Support;

/// <summary>A folder of a test's own, gone when it is disposed of.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("streambet-").FullName;

    /// <summary>Where it is.</summary>
    public string Path { get; }

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
