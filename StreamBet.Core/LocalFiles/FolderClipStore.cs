using System.Globalization;
using StreamBet.Core.Clips;

namespace StreamBet.Core.LocalFiles;

/// <summary>
/// Stores clips as files in a folder that only this account can read: <c>JOB.part</c> during the upload,
/// <c>JOB.clip</c> when it is complete, and <c>JOB.converted</c> if the analyzer needs another format. Files are not
/// flushed to the disk: a killed server loses nothing that it wrote, and after a power cut the clip is uploaded again.
/// </summary>
internal sealed class FolderClipStore : IClipStore
{
    private const string UnfinishedSuffix = ".part";
    private const string ClipSuffix = ".clip";
    private const string ConvertedSuffix = ".converted";

    private static readonly string[] Suffixes = [UnfinishedSuffix, ClipSuffix, ConvertedSuffix];

    private readonly string _root;
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Upload> _uploads = [];

    /// <summary>Creates a store; the folder is created with the first clip.</summary>
    /// <param name="root">The folder. Nothing else may use it.</param>
    public FolderClipStore(string root) => _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public Task<IClipUpload> BeginAsync(Guid jobId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            try
            {
                PrivateFolder.Make(_root);
                _uploads.Remove(jobId);
                Remove(jobId);

                // Unbuffered: bytes already arrive in blocks of 64 to 256 kB.
                var file = PrivateFolder.Open(PathOf(jobId, UnfinishedSuffix), FileMode.CreateNew);
                var upload = new Upload(this, jobId, file);
                _uploads[jobId] = upload;
                return Task.FromResult<IClipUpload>(upload);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException("The clip folder is not writable.", e);
            }
        }
    }

    /// <inheritdoc/>
    public StoredClip? Find(Guid jobId)
    {
        var path = PathOf(jobId, ClipSuffix);
        return File.Exists(path) ? new StoredClip(path) : null;
    }

    /// <summary>The path for the converted clip of a job. The file is deleted with the clip.</summary>
    public string ConvertedPathOf(Guid jobId) => PathOf(jobId, ConvertedSuffix);

    /// <inheritdoc/>
    public Task DeleteAsync(Guid jobId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _uploads.Remove(jobId);
            Remove(jobId);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<int> SweepAsync(Func<Task<IReadOnlySet<Guid>>> readKept, CancellationToken cancellationToken)
    {
        if (HeldJobs() is not { Count: > 0 } held)
            return 0;
        var (keep, removed) = (await readKept(), 0);
        foreach (var jobId in held.Where(jobId => !keep.Contains(jobId)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_lock)
            {
                _uploads.Remove(jobId);
                removed += Remove(jobId) ? 1 : 0;
            }
        }

        return removed;
    }

    /// <inheritdoc/>
    public Task<Readiness> InspectAsync(CancellationToken cancellationToken) => Task.FromResult(Readiness.Full);

    /// <summary>The path of a clip during its upload.</summary>
    public string UnfinishedPathOf(Guid jobId) => PathOf(jobId, UnfinishedSuffix);

    private List<Guid> HeldJobs() =>
        !Directory.Exists(_root)
            ? []
            : Directory.EnumerateFiles(_root)
                .Where(path => Suffixes.Contains(Path.GetExtension(path)))
                .Select(path => Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "N", out var id) ? id : default)
                .Where(id => id != default)
                .Distinct()
                .ToList();

    private bool Remove(Guid jobId)
    {
        var removed = false;
        foreach (var path in Suffixes.Select(suffix => PathOf(jobId, suffix)))
        {
            if (!File.Exists(path))
                continue;
            File.Delete(path);
            removed = true;
        }

        return removed;
    }

    private string PathOf(Guid jobId, string suffix) =>
        Path.Combine(_root, jobId.ToString("N", CultureInfo.InvariantCulture) + suffix);

    // An upload that was replaced or deleted in the meantime no longer owns a file.
    private StoredClip Complete(Upload upload)
    {
        lock (_lock)
        {
            if (_uploads.GetValueOrDefault(upload.JobId) != upload)
                throw new IOException("The clip was deleted or replaced during its upload.");
            var path = PathOf(upload.JobId, ClipSuffix);
            File.Move(PathOf(upload.JobId, UnfinishedSuffix), path, overwrite: true);
            _uploads.Remove(upload.JobId);
            return new StoredClip(path);
        }
    }

    private void Abandon(Upload upload)
    {
        lock (_lock)
        {
            if (_uploads.GetValueOrDefault(upload.JobId) != upload)
                return;
            _uploads.Remove(upload.JobId);
            var path = PathOf(upload.JobId, UnfinishedSuffix);
            if (File.Exists(path))
                File.Delete(path);
        }
    }

    private sealed class Upload(FolderClipStore store, Guid jobId, FileStream file) : IClipUpload
    {
        public Guid JobId => jobId;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            file.WriteAsync(bytes, cancellationToken);

        public async Task<StoredClip> CompleteAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await file.DisposeAsync();
            return store.Complete(this);
        }

        public async ValueTask DisposeAsync()
        {
            await file.DisposeAsync();
            store.Abandon(this);
        }
    }
}
