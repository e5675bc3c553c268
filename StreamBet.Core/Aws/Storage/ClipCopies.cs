using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Aws.Storage;

/// <summary>The copies of clips in the bucket. Each is recorded in the database before it is created in S3, and removed
/// from it only after S3 has confirmed the deletion.</summary>
internal sealed partial class ClipCopies(
    IAmazonS3 s3, IUnitOfWorkFactory work, AwsOptions options, TimeProvider time, ILogger<ClipCopies> logger) : IDisposable
{
    /// <summary>The prefix of all keys, named in the policy and in the lifecycle rule.</summary>
    public const string Prefix = "clips/";

    /// <summary>The size of a part: the smallest that S3 accepts, except for the last part.</summary>
    public const int PartBytes = 5 * 1024 * 1024;

    /// <summary>The limit on parts being sent at the same time, over all uploads. It bounds their memory.</summary>
    public const int MaxParts = 16;

    // The limit for one upload, so that it cannot block all others.
    private const int MaxPartsOfUpload = 4;

    private static readonly TimeSpan CleaningLimit = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _parts = new(MaxParts);

    /// <summary>A part of a file.</summary>
    /// <param name="Number">Its number, from 1.</param>
    /// <param name="Offset">Where it begins in the file, in bytes.</param>
    /// <param name="Bytes">Its length in bytes.</param>
    internal readonly record struct Part(int Number, long Offset, int Bytes);

    /// <summary>Sends a file that may still be growing. Each part is read only when it is sent, so a slow sender does
    /// not block others.</summary>
    /// <param name="jobId">The job of the clip.</param>
    /// <param name="path">The file.</param>
    /// <param name="parts">Its parts, each yielded once its bytes are in the file.</param>
    /// <param name="report">Called with the number of bytes that S3 has received.</param>
    /// <param name="cancellationToken">Cancels it. What was sent by then is deleted by
    /// <see cref="DeleteAsync(Guid, CancellationToken)"/>.</param>
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

    /// <summary>Records that a copy is complete.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="convertedSha256">SHA-256 of the converted clip; null when the copy is the clip itself.</param>
    /// <param name="damagedPictures">How many damaged pictures the conversion found.</param>
    /// <param name="cancellationToken">Cancels it.</param>
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

    /// <summary>The copies of a job's clip.</summary>
    public async Task<IReadOnlyList<ClipCopy>> OfJobAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Copies.OfJobAsync(jobId, cancellationToken);
    }

    /// <summary>Deletes all copies of a job's clip. If S3 fails to delete one, it is marked as a leftover and tried
    /// again later.</summary>
    public async Task DeleteAsync(Guid jobId, CancellationToken cancellationToken)
    {
        foreach (var copy in await OfJobAsync(jobId, cancellationToken))
            await DeleteAsync(copy, cancellationToken);
    }

    /// <summary>Deletes a copy, complete or not, and marks it as a leftover if S3 fails to.</summary>
    /// <returns>Why the deletion failed; null when it succeeded.</returns>
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
                known.MarkLeftover(time.GetUtcNow());
            await unit.CommitAsync(cancellationToken);
        }

        return failure;
    }

    /// <summary>Marks as leftovers all copies whose jobs are over.</summary>
    /// <param name="readKept">Reads which jobs are not over; called once the copies are listed.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<int> MarkLeftoversAsync(Func<Task<IReadOnlySet<Guid>>> readKept, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var held = await unit.Copies.HeldAsync(cancellationToken);
        if (held.Count == 0)
            return 0;
        var keep = await readKept();
        var left = held.Where(copy => !keep.Contains(copy.JobId)).ToList();
        left.ForEach(copy => copy.MarkLeftover(time.GetUtcNow()));
        if (left.Count > 0)
            await unit.CommitAsync(cancellationToken);
        return left.Count;
    }

    /// <summary>The number of copies that could not be deleted yet.</summary>
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
            // From the file rather than from memory: the SDK rewinds the stream when it retries.
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
            // An earlier attempt may have completed the upload while its response was lost; then the object exists.
            if (await SizeAsync(copy, cancellationToken) != bytes)
                throw;
        }
    }

    // Without permission to list the bucket, S3 answers 403 instead of 404 for an object that does not exist.
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

    // Looks unfinished uploads up by key, because a crash may have lost the upload's id. Complete copies can have one
    // too: if the response to the first request was lost, the SDK retried and S3 started two.
    private async Task AbortAsync(ClipCopy copy, CancellationToken cancellationToken)
    {
        var uploads = await s3.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = copy.Bucket, Prefix = copy.Key }, cancellationToken);
        foreach (var upload in uploads.MultipartUploads ?? [])
            await s3.AbortMultipartUploadAsync(copy.Bucket, copy.Key, upload.UploadId, cancellationToken);
    }

    [LoggerMessage(400, LogLevel.Warning, "Could not delete the copy {Key} of job {JobId}; will try again later.")]
    private partial void LogLeft(Exception exception, string key, Guid jobId);
}
