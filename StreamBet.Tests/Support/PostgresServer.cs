using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using StreamBet.Core.Kernel;
using StreamBet.Core.Persistence;

namespace StreamBet.Tests.Support;

/// <summary>A real PostgreSQL that listens on a socket in a folder of its own. It ends with the process that started it, however
/// that ends.</summary>
internal sealed class PostgresServer
{
    private const string Template = "template_of_tests";

    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync("fsync=off", "full_page_writes=off"));

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _databases = new(StringComparer.Ordinal);
    private readonly string _folder;

    // Held, since its input would be closed with it.
    private readonly Process _process;
    private int _last;

    private PostgresServer(string folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>The one of all tests, without waiting for disks; started when it is first asked for.</summary>
    public static Task<PostgresServer> OfTestsAsync() => Shared.Value;

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings beside the default ones, such as "fsync=off".</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var folder = TemporaryFolder.UntilTheTestsEnd().Path;

        // It refuses to run as root. It is told to end when its input does, which happens when this process is no more.
        const string Script = """
            PATH=$PATH:$(ls -d "$2"/usr/lib/postgresql/*/bin /usr/lib/postgresql/*/bin 2>/dev/null | tr '\n' ':')
            initdb -D "$1/data" -U streambet --auth=trust --no-sync -E UTF8 --locale=C >"$1/log" 2>&1 || exit 1
            shift 2
            postgres "$@" >>"$PWD/log" 2>&1 &
            server=$!
            cat >/dev/null
            kill -INT $server
            wait $server
            """;
        string[] settled =
        [
            "-D", Path.Combine(folder, "data"), "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=400",
            "-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB", "-c", "jit=off", .. settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        string[] command = ["sh", "-c", Script, "postgres", folder, Path.Combine(Repository.Root, "StreamBet.Tests/Support/Postgres"), .. settled];
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["nobody", folder]);
            await chown.WaitForExitAsync();
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", .. command];
        }

        var server = new PostgresServer(
            folder, Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, WorkingDirectory = folder })!);
        await Eventually.IsTrueAsync(
            async () =>
            {
                if (server._process.HasExited)
                    throw new InvalidOperationException("PostgreSQL did not start: " + await File.ReadAllTextAsync(Path.Combine(folder, "log")));
                try
                {
                    await server.RunAsync("postgres", "SELECT 1");
                    return true;
                }
                catch (NpgsqlException)
                {
                    return false;
                }
            },
            "PostgreSQL answers");
        await server.RunAsync("postgres", $"CREATE DATABASE {Template}");
        await using var services = new ServiceCollection()
            .AddSingleton(Options.Create(new StreamBetOptions { Database = server.Connection(Template) + ";Pooling=False" })).AddPersistence()
            .BuildServiceProvider();
        await PersistenceSetup.MigrateAsync(services, CancellationToken.None);
        return server;
    }

    /// <summary>The connection string of a migrated database that belongs to a data directory; the same for the same one.</summary>
    public Task<string> DatabaseOfAsync(string dataDirectory) =>
        _databases.GetOrAdd(dataDirectory, _ => new(async () => Connection(await CreateAsync(Template)))).Value;

    /// <summary>Gives a data directory without a database a copy of another one's. Who is connected to that one is cut off.</summary>
    public async Task CopyAsync(string from, string to)
    {
        var source = NameOf(await DatabaseOfAsync(from));
        await RunAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'");
        await _databases.GetOrAdd(to, _ => new(async () => Connection(await CreateAsync(source)))).Value;
    }

    /// <summary>The connection string of a new database without tables.</summary>
    public async Task<string> EmptyAsync() => Connection(await CreateAsync("template0"));

    /// <summary>The name of the database that a connection string leads to.</summary>
    public static string NameOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;

    /// <summary>Runs a statement.</summary>
    public async Task RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Connection(database) + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a query for a number.</summary>
    public async Task<long> NumberAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Connection(database) + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task<string> CreateAsync(string template)
    {
        var name = $"test_{Interlocked.Increment(ref _last)}";
        await RunAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {template}");
        return name;
    }

    private string Connection(string database) =>
        $"Host={_folder};Username=streambet;Database={database};Connection Idle Lifetime=5;Connection Pruning Interval=1";
}
