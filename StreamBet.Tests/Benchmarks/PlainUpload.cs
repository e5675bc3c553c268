using Amazon.S3;
using Amazon.S3.Model;

namespace StreamBet.Tests.Benchmarks;

/// <summary>The floor that uploads to S3 are compared with: a file in parts of 8 MiB out of memory, three at a time, and
/// nothing else.</summary>
internal static class PlainUpload
{
    private const int PartBytes = 8 * 1024 * 1024;

    public static async Task SendAsync(IAmazonS3 s3, string bucket, string path)
    {
        const string key = "plain";
        var upload = (await s3.InitiateMultipartUploadAsync(bucket, key)).UploadId;
        using var file = File.OpenHandle(path, options: FileOptions.Asynchronous);
        var length = RandomAccess.GetLength(file);
        var tags = new PartETag[(length + PartBytes - 1) / PartBytes];
        await Parallel.ForAsync(0, tags.Length, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (number, stop) =>
        {
            var part = new byte[Math.Min(PartBytes, length - ((long)number * PartBytes))];
            await RandomAccess.ReadAsync(file, part, (long)number * PartBytes, stop);
            tags[number] = new PartETag(await s3.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = number + 1,
                    PartSize = part.Length,
                    InputStream = new MemoryStream(part),
                },
                stop));
        });
        await s3.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = [.. tags] });
        await s3.DeleteObjectAsync(bucket, key);
    }
}
