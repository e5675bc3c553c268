using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StreamBet.Tests.Support;

/// <summary>A server in a process of its own, so that its memory can be measured.</summary>
internal sealed class ServerProcess : IDisposable
{
    // The tests run from bin/CONFIGURATION/FRAMEWORK.
    private static readonly string Configuration =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly Process _process;
    private Uri? _address;

    private readonly string? _dataDirectory;
    private readonly MemoryStream _said = new();

    private ServerProcess(string folder, string[] arguments, string? dataDirectory = null)
    {
        _dataDirectory = dataDirectory;
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>The address it listens on, once it does.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException("It does not listen yet.");

    /// <summary>The key of the application's machine.</summary>
    public string Key => LocalKeyFile.Read(_dataDirectory!);

    /// <summary>A client of the application with the key of its machine: the account <c>local</c>.</summary>
    public HttpClient NewClient(TimeSpan? timeout = null)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = timeout ?? TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        return client;
    }

    /// <summary>The argument that chooses the database.</summary>
    public const string DatabaseSetting = "--StreamBet:Database";

    /// <summary>Launches the application, built together with these tests, on a data directory.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="settings">Settings as command-line arguments.</param>
    public static ServerProcess LaunchApplication(string dataDirectory, params string[] settings)
    {
        var web = Path.Combine(Repository.Root, "StreamBet.Web");
        string[] database = TestDatabase.Default == TestDatabase.Sqlite || settings.Contains(DatabaseSetting)
            ? []
            : [DatabaseSetting, TestDatabase.Default.EnsureAsync(dataDirectory).GetAwaiter().GetResult()];
        return new ServerProcess(
            web, [Path.Combine(web, "bin", Configuration, "net10.0", "StreamBet.Web.dll"),
                "--urls", "http://127.0.0.1:0", "--StreamBet:DataDirectory", dataDirectory, .. database, .. settings], dataDirectory);
    }

    /// <summary>Starts the application from a folder that has no settings, and keeps what it says.</summary>
    public static Task<ServerProcess> StartInAsync(string folder, string dataDirectory) => new ServerProcess(
        folder, [Path.Combine(Repository.Root, "StreamBet.Web", "bin", Configuration, "net10.0", "StreamBet.Web.dll"),
            "--urls", "http://127.0.0.1:0", "--StreamBet:DataDirectory", dataDirectory], dataDirectory).ListeningAsync();

    /// <summary>What it has said since it listens.</summary>
    public string Said => Encoding.UTF8.GetString(_said.ToArray());

    /// <summary>Launches the application and waits until it listens.</summary>
    public static Task<ServerProcess> StartApplicationAsync(string dataDirectory, params string[] settings) =>
        LaunchApplication(dataDirectory, settings).ListeningAsync();

    /// <summary>Starts the application with ./run.sh, which builds it first when it is out of date.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="settings">Settings as command-line arguments.</param>
    public static async Task<ServerProcess> StartPublishedAsync(string dataDirectory, params string[] settings)
    {
        using var build = Process.Start(new ProcessStartInfo("./run.sh", ["--build-only"]) { WorkingDirectory = Repository.Root })!;
        await build.WaitForExitAsync();
        var folder = Path.Combine(Repository.Root, "StreamBet.Web", "bin", "Release", "published");
        return await new ServerProcess(
            folder, [Path.Combine(folder, "StreamBet.Web.dll"), "--urls", "http://127.0.0.1:0", "--StreamBet:DataDirectory", dataDirectory, .. settings],
            dataDirectory).ListeningAsync();
    }

    /// <summary>Starts the bare server.</summary>
    public static Task<ServerProcess> StartBareAsync(string folder) =>
        new ServerProcess(folder, [typeof(ServerProcess).Assembly.Location, "bare-server", folder]).ListeningAsync();

    /// <summary>The current resident memory, in bytes.</summary>
    public long Memory => Status("VmRSS");

    /// <summary>The peak resident memory since <see cref="ForgetPeak"/>, in bytes.</summary>
    public long PeakMemory => Status("VmHWM");

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>How many files, sockets and pipes it holds open.</summary>
    public int OpenFiles => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    /// <summary>The ids of its child processes.</summary>
    public string[] Children =>
    [
        .. Directory.GetDirectories($"/proc/{_process.Id}/task").SelectMany(ChildrenOf),
    ];

    /// <summary>Restarts the measurement of the peak.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    /// <summary>Asks it to stop, as Ctrl+C or a service manager does, and waits until it has stopped.</summary>
    /// <exception cref="TimeoutException">It did not stop in time.</exception>
    public async Task StopAsync(TimeSpan patience)
    {
        using var shell = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        await shell.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(patience);
    }

    /// <summary>Kills it as kill -9 does and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Kills it as kill -9 does, and none of its children.</summary>
    public void KillAlone()
    {
        _process.Kill(entireProcessTree: false);
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<ServerProcess> ListeningAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
            {
                // Keeps draining the output, or the server would block on a full pipe.
                _ = _process.StandardOutput.BaseStream.CopyToAsync(_said);
                _address = new Uri(line[at..].Trim());
                return this;
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    private static string[] ChildrenOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            // The thread has just ended.
            return [];
        }
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(text => text.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
