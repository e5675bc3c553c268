using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Persistence;

namespace StreamBet.Tests.Support;

/// <summary>An empty database of the current schema, made once for all tests: a server takes it for that of an earlier start,
/// and has nothing to migrate.</summary>
internal static class MigratedDatabase
{
    private const string Name = "streambet.db";

    private static readonly Lazy<Task<byte[]>> Made = new(MakeAsync);

    /// <summary>Puts it into a data directory that has no database yet.</summary>
    public static async Task EnsureAsync(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, Name);
        if (!File.Exists(path))
            await File.WriteAllBytesAsync(path, await Made.Value);
    }

    private static async Task<byte[]> MakeAsync()
    {
        using var folder = new TemporaryFolder();
        await using (var services = new ServiceCollection()
            .AddSingleton(Options.Create(new StreamBetOptions { DataDirectory = folder.Path })).AddPersistence()
            .BuildServiceProvider())
        {
            await PersistenceSetup.MigrateAsync(services, CancellationToken.None);
        }

        // Everything into the one file that is kept.
        await using (var connection = new SqliteConnection($"Data Source={folder.File(Name)}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync();
        }

        SqliteConnection.ClearAllPools();
        return await File.ReadAllBytesAsync(folder.File(Name));
    }
}
