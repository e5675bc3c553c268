using System.Diagnostics;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

public sealed class S3ServerTests : IAsyncLifetime
{
    private S3Server _s3 = null!;
    private string _bucket = null!;

    public async Task InitializeAsync()
    {
        _s3 = await S3Server.SharedAsync();
        _bucket = await _s3.CreateBucketAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_object_is_stored_listed_read_and_deleted()
    {
        await _s3.Client.PutObjectAsync(new() { BucketName = _bucket, Key = "a/b c.mp4", ContentBody = "bytes" });
        (await _s3.ListKeysAsync(_bucket)).Should().Equal("a/b c.mp4");
        (await _s3.ReadAsync(_bucket, "a/b c.mp4")).Should().Equal("bytes"u8.ToArray());

        await _s3.Client.DeleteObjectAsync(_bucket, "a/b c.mp4");
        await _s3.Client.DeleteObjectAsync(_bucket, "a/b c.mp4");
        (await _s3.ListKeysAsync(_bucket)).Should().BeEmpty();
    }

    [Fact]
    public async Task Uploads_are_listed_until_they_are_completed_or_aborted()
    {
        var first = await BeginAsync("jobs/1/clip.mp4");
        var second = await BeginAsync("jobs/2/clip.mp4");
        await BeginAsync("other/clip.mp4");
        (await _s3.ListUploadsAsync(_bucket)).Should().Equal("jobs/1/clip.mp4", "jobs/2/clip.mp4", "other/clip.mp4");

        var listed = await _s3.Client.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = _bucket, Prefix = "jobs/2" });
        listed.MultipartUploads.Should().ContainSingle().Which.UploadId.Should().Be(second);

        var part = await _s3.Client.UploadPartAsync(Part("jobs/1/clip.mp4", first));
        await _s3.Client.CompleteMultipartUploadAsync(new()
        {
            BucketName = _bucket,
            Key = "jobs/1/clip.mp4",
            UploadId = first,
            PartETags = [new PartETag(part)],
        });
        await _s3.Client.AbortMultipartUploadAsync(_bucket, "jobs/2/clip.mp4", second);

        (await _s3.ListUploadsAsync(_bucket)).Should().Equal("other/clip.mp4");
        (await _s3.ListKeysAsync(_bucket)).Should().Equal("jobs/1/clip.mp4");
        await _s3.Client.Invoking(client => client.UploadPartAsync(Part("jobs/2/clip.mp4", second)))
            .Should().ThrowAsync<AmazonS3Exception>().Where(error => error.ErrorCode == "NoSuchUpload");
    }

    [Fact]
    public async Task Rules_for_lifecycles_are_kept_and_their_absence_is_told()
    {
        var ask = () => _s3.Client.GetLifecycleConfigurationAsync(_bucket);
        (await ask()).Configuration.Rules.Should().BeNullOrEmpty("the SDK tells absence so");

        await _s3.Client.PutLifecycleConfigurationAsync(_bucket, new()
        {
            Rules =
            [
                new()
                {
                    Id = "abort", Status = LifecycleRuleStatus.Enabled,
                    Filter = new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
                    AbortIncompleteMultipartUpload = new() { DaysAfterInitiation = 1 },
                },
            ],
        });
        (await ask()).Configuration.Rules.Should().ContainSingle()
            .Which.AbortIncompleteMultipartUpload.DaysAfterInitiation.Should().Be(1);
    }

    [Fact]
    public async Task What_it_does_not_know_it_refuses()
    {
        await _s3.Client.Invoking(client => client.GetBucketVersioningAsync(_bucket))
            .Should().ThrowAsync<AmazonS3Exception>().Where(error => error.StatusCode == HttpStatusCode.NotImplemented);
        var stray = new PutObjectRequest { BucketName = "none", Key = "a", ContentBody = "b" };
        await _s3.Client.Invoking(client => client.PutObjectAsync(stray))
            .Should().ThrowAsync<AmazonS3Exception>().Where(error => error.ErrorCode == "NoSuchBucket");
    }

    [Fact]
    public async Task It_ends_with_whoever_started_it()
    {
        var own = await S3Server.StartAsync();
        using var process = Process.GetProcessById(own.ProcessId);
        await own.DisposeAsync();
        process.HasExited.Should().BeTrue();
    }

    private async Task<string> BeginAsync(string key) =>
        (await _s3.Client.InitiateMultipartUploadAsync(_bucket, key)).UploadId;

    private UploadPartRequest Part(string key, string uploadId) => new()
    {
        BucketName = _bucket,
        Key = key,
        UploadId = uploadId,
        PartNumber = 1,
        InputStream = new MemoryStream("part"u8.ToArray()),
    };
}
