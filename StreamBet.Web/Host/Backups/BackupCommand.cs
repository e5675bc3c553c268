using System.Formats.Tar;
using System.Globalization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Persistence;

namespace StreamBet.Web.Host.Backups;

/// <summary>The commands <c>backup</c> and <c>restore</c>: all data of a server in one file, whichever database it is on.</summary>
internal static class BackupCommand
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string Usage =
        $"""
        backup FILE | restore FILE

          backup       writes all data to a new file, also while the server runs: the database as it is at one moment, the keys, and
                       the frames and pictures that are kept. Anyone who can read the file can become an operator: keep it safe
          restore      puts it into an empty data directory and an empty database, before the server is started
        {DataStore.Usage}

        A backup of one kind of database can be restored to the other. Clips are not kept: one that was being analysed is ended as after a crash, and can be sent again.
        Ends with 0, or with 2 when nothing was done.
        """;

    // What is made anew at each start, or belongs to a running server, or is in the archive as a copy of its own.
    private static readonly string[] Left = [".lock", ".writable", "clips", "local-key", "operator-link", "streambet.db", "streambet.db-wal", "streambet.db-shm"];

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments, with <c>backup</c> or <c>restore</c> as the first.</param>
    /// <param name="output">Receives what was kept.</param>
    /// <param name="error">Receives why nothing was done.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>0, or 2 when nothing was done.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var given = arguments.ToList();
        var (directory, database) = (DataStore.TakeDirectory(given), DataStore.TakeDatabase(given));
        if (given is not ["backup" or "restore", { Length: > 0 } name] || name.StartsWith('-'))
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        var file = Path.GetFullPath(name);
        return await DataStore.RunAsync(
            () => given[0] == "backup"
                ? BackUpAsync(directory, database, file, output, cancellationToken)
                : RestoreCommand.RestoreAsync(directory, database, file, output, cancellationToken),
            error);
    }

    private static async Task BackUpAsync(
        string directory, string database, string file, TextWriter output, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
            throw new InvalidDataException($"{file} already exists. Name another file.");
        if (file.StartsWith(directory.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"{file} lies in the data directory, and would be part of itself. Name a file elsewhere.");
        var working = Directory.CreateTempSubdirectory("streambet-backup-").FullName;
        try
        {
            // First the rows, so that whatever they refer to is there when the files are read.
            CopiedDatabase copied;
            await using (var source = DataStore.Open(directory, database))
            await using (var copy = DataStore.Open(working, StreamBetOptions.Sqlite))
            {
                await DataStore.EnsureCurrentAsync(source, directory, database, cancellationToken);
                await PersistenceSetup.MigrateAsync(copy, cancellationToken);
                copied = await DatabaseCopy.RunAsync(source, copy, cancellationToken);
            }

            var files = await PackAsync(directory, Path.Combine(working, DataStore.FileName), file, cancellationToken);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Kept {copied.Rows:N0} rows and {files:N0} files in {file}."));
        }
        finally
        {
            Directory.Delete(working, recursive: true);
        }
    }

    private static async Task<int> PackAsync(string directory, string database, string file, CancellationToken cancellationToken)
    {
        var part = file + ".part";
        var files = 0;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersOnly;
        var stream = new FileStream(part, options);
        try
        {
            await using (stream)
            {
                await using (var archive = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
                {
                    await AddAsync(archive, database, DataStore.FileName, cancellationToken);
                    foreach (var path in FilesOf(directory))
                        files += await AddAsync(archive, path, Path.GetRelativePath(directory, path).Replace('\\', '/'), cancellationToken) ? 1 : 0;
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(part, file);
            return files;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static IEnumerable<string> FilesOf(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Where(path => !Left.Contains(Path.GetFileName(path)))
            .SelectMany(path => File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    // What a link leads to is kept as a file of its own. What is deleted meanwhile was not to be kept.
    private static async Task<bool> AddAsync(TarWriter archive, string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = File.OpenRead(path);
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, cancellationToken);
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
