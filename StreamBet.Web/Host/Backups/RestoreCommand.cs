using System.Formats.Tar;
using System.Globalization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Persistence;

namespace StreamBet.Web.Host.Backups;

/// <summary>Puts a backup into an empty data directory and an empty database.</summary>
internal static class RestoreCommand
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Restores.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="database">The setting of the database.</param>
    /// <param name="file">The backup.</param>
    /// <param name="output">Receives what was restored.</param>
    /// <param name="cancellationToken">Cancels it; nothing is restored then.</param>
    /// <exception cref="InvalidDataException">The directory or the database is not empty, or the file is no backup.</exception>
    public static async Task RestoreAsync(
        string directory, string database, string file, TextWriter output, CancellationToken cancellationToken)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
            throw new InvalidDataException($"{directory} is not empty. Name an empty data directory with --data-directory.");

        // Within its place, which may be a volume of its own.
        var working = Path.Combine(directory, ".restoring");
        try
        {
            var files = await UnpackAsync(file, working, cancellationToken);
            await using var kept = DataStore.Open(working, StreamBetOptions.Sqlite);
            var rows = await RestoreAsync(kept, directory, working, database, cancellationToken);
            PersistenceSetup.Release(kept);
            Directory.Delete(working, recursive: true);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Restored {(rows is null ? "the database" : $"{rows:N0} rows")} and {files:N0} files to {directory}. Start the server."));
        }
        catch
        {
            // It was empty.
            foreach (var entry in Directory.Exists(directory) ? new DirectoryInfo(directory).GetFileSystemInfos() : [])
            {
                if (entry is DirectoryInfo folder)
                    folder.Delete(recursive: true);
                else
                    entry.Delete();
            }

            throw;
        }
    }

    private static async Task<int> UnpackAsync(string file, string folder, CancellationToken cancellationToken)
    {
        var files = -1;
        var root = Directory.CreateDirectory(folder).FullName;
        SetMode(Path.GetDirectoryName(root)!, OwnersFolder);
        SetMode(root, OwnersFolder);
        await using var stream = File.OpenRead(file);
        try
        {
            await using var archive = new TarReader(stream);
            while (await archive.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                var path = Path.GetFullPath(Path.Combine(root, entry.Name));
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                    || !path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw new InvalidDataException($"{file} is not a StreamBet backup: it contains {entry.Name}.");
                }

                for (var parent = Path.GetDirectoryName(path)!; !Directory.Exists(parent); parent = Path.GetDirectoryName(parent)!)
                    SetMode(Directory.CreateDirectory(parent).FullName, OwnersFolder);
                await entry.ExtractToFileAsync(path, overwrite: false, cancellationToken);
                SetMode(path, OwnersFile);
                files++;
            }
        }
        catch (Exception broken) when (broken is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{file} is not a StreamBet backup, or not all of it.", broken);
        }

        return File.Exists(Path.Combine(root, DataStore.FileName))
            ? files
            : throw new InvalidDataException($"{file} is not a StreamBet backup: it contains no {DataStore.FileName}.");
    }

    // A backup of an earlier version gets the current schema first. The rows come last, since a database is not emptied again.
    private static async Task<long?> RestoreAsync(
        IServiceProvider kept, string directory, string working, string database, CancellationToken cancellationToken)
    {
        await PersistenceSetup.MigrateAsync(kept, cancellationToken);
        foreach (var entry in new DirectoryInfo(working).GetFileSystemInfos().Where(entry => !entry.Name.StartsWith(DataStore.FileName, StringComparison.Ordinal)))
            Directory.Move(entry.FullName, Path.Combine(directory, entry.Name));
        if (database == StreamBetOptions.Sqlite)
        {
            PersistenceSetup.Release(kept);
            File.Move(Path.Combine(working, DataStore.FileName), Path.Combine(directory, DataStore.FileName));
            return null;
        }

        await using var target = DataStore.Open(directory, database);
        await target.GetRequiredService<DatabaseClaim>().TakeAsync(cancellationToken);
        await PersistenceSetup.MigrateAsync(target, cancellationToken);
        return (await DatabaseCopy.RunAsync(kept, target, cancellationToken)).Rows;
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
