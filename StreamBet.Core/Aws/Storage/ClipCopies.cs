using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Aws.Storage;

/// <summary>The copies of clips in the bucket. The database knows of each before S3 does, and until S3 has confirmed that
/// nothing of it is left.</summary>
internal sealed partial class ClipCopies(
    IAmazonS3 s3, IUnitOfWorkFactory work, AwsOptions options, TimeProvider time, ILogger<ClipCopies> logger) : IDisposable
{
    /// <summary>What all keys begin with, so that a policy and a lifecycle rule can name them.</summary>
    public const string Prefix = "clips/";

    /// <summary>The size of a part; S3 takes none smaller, but the last.</summary>
    public const int PartBytes = 5 * 1024 * 1024;

    /// <summary>How many parts are under way at a time in all. It bounds the memory that uploads take, however many there
    /// are.</summary>
    public const int MaxParts = 16;

    // Of one upload, so that one person's does not keep those of all others waiting.
    private const int MaxPartsOfUpload = 4;

    private static readonly TimeSpan CleaningLimit = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _parts = new(MaxParts);

    /// <summary>A part of a file.</summary>
    /// <param name="Number">Counted from 1.</param>
    /// <param name="Offset">Where in the file it begins.</param>
    /// <param name="Bytes">How long it is.</param>
    internal readonly record struct Part(int Number, long Offset, int Bytes);

    /// <summary>Sends a file, which may still grow: each part is read when it is its turn, so that one who sends slowly keeps
    /// nobody else from sending.</summary>
    /// <param name="jobId">Whose clip it is.</param>
    /// <param name="path">The file.</param>
    /// <param name="parts">Its parts, each given once its bytes are in the file.</param>
    /// <param name="report">Hears how many bytes S3 has taken.</param>
    /// <param name="cancellationToken">Ends it. What is there then is deleted by <see cref="DeleteAsync(Guid, CancellationToken)"/>.</param>
    public async Task<ClipCopy> SendAsync(
        Guid jobId, string path, IAsyncEnumerable<Part> parts, Action<long> report, CancellationToken cancellationToken)
    {
        var copy = await BeginAsync(jobId, cancellationToken);
        var upload = await s3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = copy.Bucket,
                Key = copy.Key,
                ContentType = "video/mp4",
                ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256,
            },
            cancellationToken);
        var tags = new List<PartETag>();
        long sent = 0;
        await Parallel.ForEachAsync(
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = MaxPartsOfUpload, CancellationToken = cancellationToken },
            async (part, stop) =>
            {
                var tag = await SendPartAsync(copy, upload.UploadId, path, part, stop);
                lock (tags)
                {
                    tags.Add(tag);
                    sent += part.Bytes;
                    report(sent);
                }
            });
        await CompleteUploadAsync(copy, upload.UploadId, tags, sent, cancellationToken);
        return copy;
    }

    /// <summary>Takes note that a copy is there whole.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="convertedSha256">SHA-256 of what was made of the clip; null when the copy is the clip itself.</param>
    /// <param name="damagedPictures">Pictures found damaged while it was made.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ClipCopy> CompleteAsync(
        ClipCopy copy, string? convertedSha256, int damagedPictures, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var known = await unit.Copies.FindAsync(copy.Key, cancellationToken)
            ?? throw new InvalidOperationException($"The copy {copy.Key} is gone.");
        known.Complete(convertedSha256, damagedPictures);
        await unit.CommitAsync(cancellationToken);
        return known;
    }

    /// <summary>What is held of a job's clip.</summary>
    public async Task<IReadOnlyList<ClipCopy>> OfJobAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Copies.OfJobAsync(jobId, cancellationToken);
    }

    /// <summary>Deletes all that is held of a job's clip. What S3 does not delete now is left over and tried again later; the
    /// job goes on.</summary>
    public async Task DeleteAsync(Guid jobId, CancellationToken cancellationToken)
    {
        foreach (var copy in await OfJobAsync(jobId, cancellationToken))
            await DeleteAsync(copy, cancellationToken);
    }

    /// <summary>Deletes a copy, or what has come of it; notes it as left over where S3 does not do that.</summary>
    /// <returns>Why something of it may be left; null when nothing is.</returns>
    public async Task<Exception?> DeleteAsync(ClipCopy copy, CancellationToken cancellationToken)
    {
        var failure = await TryDeleteAsync(copy, cancellationToken);
        if (failure is not null)
            LogLeft(failure, copy.Key, copy.JobId);
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await unit.Copies.FindAsync(copy.Key, cancellationToken) is { } known)
        {
            if (failure is null)
                unit.Copies.Remove(known);
            else
                known.Leave(time.GetUtcNow());
            await unit.CommitAsync(cancellationToken);
        }

        return failure;
    }

    /// <summary>Notes as left over what belongs to no job in <paramref name="keep"/>.</summary>
    public async Task<int> LeaveAllButAsync(IReadOnlySet<Guid> keep, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var left = (await unit.Copies.HeldAsync(cancellationToken)).Where(copy => !keep.Contains(copy.JobId)).ToList();
        left.ForEach(copy => copy.Leave(time.GetUtcNow()));
        if (left.Count > 0)
            await unit.CommitAsync(cancellationToken);
        return left.Count;
    }

    /// <summary>How many copies could not be deleted yet.</summary>
    public async Task<int> CountLeftoversAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Copies.CountLeftoversAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _parts.Dispose();

    private async Task<ClipCopy> BeginAsync(Guid jobId, CancellationToken cancellationToken)
    {
        var copy = ClipCopy.Begin($"{Prefix}{Guid.NewGuid():N}.mp4", options.Bucket, jobId, time.GetUtcNow());
        await using var unit = await work.BeginAsync(cancellationToken);
        unit.Copies.Add(copy);
        await unit.CommitAsync(cancellationToken);
        return copy;
    }

    private async Task<PartETag> SendPartAsync(
        ClipCopy copy, string uploadId, string path, Part part, CancellationToken cancellationToken)
    {
        await _parts.WaitAsync(cancellationToken);
        try
        {
            // Out of the file rather than out of memory: the SDK begins anew at its start when a call has to be made again.
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 128 * 1024,
                FileOptions.Asynchronous);
            file.Position = part.Offset;
            var answer = await s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = copy.Bucket,
                    Key = copy.Key,
                    UploadId = uploadId,
                    PartNumber = part.Number,
                    PartSize = part.Bytes,
                    InputStream = file,
                },
                cancellationToken);
            return new PartETag(answer);
        }
        finally
        {
            _parts.Release();
        }
    }

    private async Task CompleteUploadAsync(
        ClipCopy copy, string uploadId, IEnumerable<PartETag> tags, long bytes, CancellationToken cancellationToken)
    {
        try
        {
            await s3.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = copy.Bucket,
                    Key = copy.Key,
                    UploadId = uploadId,
                    PartETags = [.. tags.OrderBy(tag => tag.PartNumber)],
                },
                cancellationToken);
        }
        catch (AmazonS3Exception repeated) when (repeated.ErrorCode == "NoSuchUpload")
        {
            // Done by a call whose answer was lost, if the object is there.
            if (await SizeAsync(copy, cancellationToken) != bytes)
                throw;
        }
    }

    // Without the right to list a bucket, what is not there answers as what may not be seen.
    private async Task<long?> SizeAsync(ClipCopy copy, CancellationToken cancellationToken)
    {
        try
        {
            return (await s3.GetObjectMetadataAsync(copy.Bucket, copy.Key, cancellationToken)).ContentLength;
        }
        catch (AmazonS3Exception none) when (none.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    private async Task<Exception?> TryDeleteAsync(ClipCopy copy, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CleaningLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await AbortAsync(copy, either.Token);
            await s3.DeleteObjectAsync(copy.Bucket, copy.Key, either.Token);
            return null;
        }
        catch (AmazonS3Exception gone) when (gone.ErrorCode == "NoSuchBucket")
        {
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception;
        }
    }

    // By its key rather than by an id that a crash may have kept from being noted. Also when the copy is complete: where
    // the answer to its beginning was lost, S3 has begun it twice.
    private async Task AbortAsync(ClipCopy copy, CancellationToken cancellationToken)
    {
        var uploads = await s3.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = copy.Bucket, Prefix = copy.Key }, cancellationToken);
        foreach (var upload in uploads.MultipartUploads ?? [])
            await s3.AbortMultipartUploadAsync(copy.Bucket, copy.Key, upload.UploadId, cancellationToken);
    }

    [LoggerMessage(400, LogLevel.Warning, "The copy {Key} of job {JobId} could not be deleted; that is tried again later.")]
    private partial void LogLeft(Exception exception, string key, Guid jobId);
}
