using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;

namespace StreamBet.Core.LocalFiles;

/// <summary>Stores evidence frames as files <c>JOB/TICKS.jpg</c> in a folder that only this account can read, and contact
/// sheets as <c>JOB/sheet/TICKS.jpg</c> with the list <c>JOB/sheet/sheet.json</c>. Receipts name the digests of frames, so a
/// file is flushed to the disk before it gets its final name.</summary>
/// <param name="root">The folder, created with the first frame. Nothing else may use it.</param>
internal sealed class FolderFrameStore(string root) : IFrameStore, ISheetStore
{
    private const string SheetName = "sheet.json";

    private readonly string _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public Task SaveAsync(Guid jobId, TimeSpan at, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        WriteAsync(FolderOf(jobId), NameOf(at), jpeg, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]?> FindAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken) =>
        ReadAsync(FolderOf(jobId), NameOf(at), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(File.Exists(Path.Combine(FolderOf(jobId), NameOf(at))));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TimeSpan>> ListAsync(Guid jobId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<TimeSpan>>(
            Directory.Exists(FolderOf(jobId)) ? [.. Directory.EnumerateFiles(FolderOf(jobId), "*.jpg").Select(TimeOf).Order()] : []);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Guid jobId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Directory.Exists(FolderOf(jobId)))
            Directory.Delete(FolderOf(jobId), recursive: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SaveFrameAsync(Guid jobId, TimeSpan at, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken) =>
        WriteAsync(SheetOf(jobId), NameOf(at), jpeg, cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(Guid jobId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken) =>
        WriteAsync(SheetOf(jobId), SheetName, document, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]?> FindAsync(Guid jobId, CancellationToken cancellationToken) =>
        ReadAsync(SheetOf(jobId), SheetName, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]?> FindFrameAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken) =>
        ReadAsync(SheetOf(jobId), NameOf(at), cancellationToken);

    private async Task WriteAsync(string folder, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        var unfinished = path + ".part";
        try
        {
            PrivateFolder.Make(_root);
            PrivateFolder.Make(folder);
            await using (var file = PrivateFolder.Open(unfinished, FileMode.Create))
            {
                await file.WriteAsync(bytes, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException("The folder for evidence frames is not writable.", e);
        }
    }

    private static async Task<byte[]?> ReadAsync(string folder, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(Path.Combine(folder, name), cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string FolderOf(Guid jobId) => Path.Combine(_root, jobId.ToString("N", CultureInfo.InvariantCulture));

    private string SheetOf(Guid jobId) => Path.Combine(FolderOf(jobId), "sheet");

    private static TimeSpan TimeOf(string path) =>
        TimeSpan.FromTicks(long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture));

    private static string NameOf(TimeSpan at) => at.Ticks.ToString(CultureInfo.InvariantCulture) + ".jpg";
}
