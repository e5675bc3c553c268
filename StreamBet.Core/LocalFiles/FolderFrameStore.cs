using System.Globalization;
using StreamBet.Core.Clips;

namespace StreamBet.Core.LocalFiles;

/// <summary>Stores evidence frames as files <c>JOB/TICKS.jpg</c> in a folder that only this account can read. Receipts name
/// their digests, so a frame is flushed to the disk before it gets its final name.</summary>
/// <param name="root">The folder, created with the first frame. Nothing else may use it.</param>
internal sealed class FolderFrameStore(string root) : IFrameStore
{
    private readonly string _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public async Task SaveAsync(Guid jobId, TimeSpan at, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken)
    {
        var path = PathOf(jobId, at);
        var unfinished = path + ".part";
        try
        {
            PrivateFolder.Make(_root);
            PrivateFolder.Make(FolderOf(jobId));
            await using (var file = PrivateFolder.Open(unfinished, FileMode.Create))
            {
                await file.WriteAsync(jpeg, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException("The folder for evidence frames is not writable.", e);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> FindAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(jobId, at), cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Guid jobId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Directory.Exists(FolderOf(jobId)))
            Directory.Delete(FolderOf(jobId), recursive: true);
        return Task.CompletedTask;
    }

    private string FolderOf(Guid jobId) => Path.Combine(_root, jobId.ToString("N", CultureInfo.InvariantCulture));

    private string PathOf(Guid jobId, TimeSpan at) =>
        Path.Combine(FolderOf(jobId), at.Ticks.ToString(CultureInfo.InvariantCulture) + ".jpg");
}
