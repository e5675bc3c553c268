using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

public sealed class FaultyS3Tests : IAsyncLifetime
{
    private const string Key = "jobs/1/clip 1.mp4";

    private readonly byte[] _part = [.. Enumerable.Range(0, 6 * 1024 * 1024).Select(number => (byte)(number * 31))];
    private S3Server _s3 = null!;
    private string _bucket = null!;
    private FaultyS3 _faulty = null!;
    private IAmazonS3 _client = null!;

    public async Task InitializeAsync()
    {
        _s3 = await S3Server.SharedAsync();
        _bucket = await _s3.CreateBucketAsync();
        _faulty = await FaultyS3.StartAsync(_s3);
        _client = S3Server.NewClient(_faulty.Address);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _faulty.DisposeAsync();
    }

    [Fact]
    public async Task Everything_passes_through_and_is_noted()
    {
        var upload = await BeginAsync();
        var parts = new[] { await SendAsync(upload, 1), await SendAsync(upload, 2) };
        (await _client.ListMultipartUploadsAsync(_bucket)).MultipartUploads.Should().ContainSingle();
        await CompleteAsync(upload, parts);
        using (var response = await _client.GetObjectAsync(_bucket, Key))
        {
            using var bytes = new MemoryStream();
            await response.ResponseStream.CopyToAsync(bytes);
            bytes.ToArray().AsSpan().SequenceEqual((byte[])[.. _part, .. _part]).Should().BeTrue();
        }

        var head = await _client.GetObjectMetadataAsync(_bucket, Key);
        (head.ContentLength, head.Headers.ContentType).Should().Be((2 * _part.Length, "video/mp4"));
        await _client.ListObjectsV2Async(new() { BucketName = _bucket });
        await _client.DeleteObjectAsync(_bucket, Key);

        _faulty.Requests.Select(request => request.Operation).Should().Equal(
            S3Request.CreateMultipartUpload, S3Request.UploadPart, S3Request.UploadPart, S3Request.ListMultipartUploads,
            S3Request.CompleteMultipartUpload, S3Request.GetObject, S3Request.HeadObject, S3Request.ListObjects,
            S3Request.DeleteObject);
        _faulty.Requests.Should().OnlyContain(request =>
            request.Bucket == _bucket && request.AccessKey == S3Server.AccessKey && request.Outcome == "OK");
        var part = _faulty.Requests[2];
        (part.Method, part.Key, part.Query["partNumber"]).Should().Be(("PUT", Key, "2"));
        _faulty.Requests[0].Headers["X-Amz-Server-Side-Encryption"].Should().Be("AES256");
    }

    [Fact]
    public async Task Errors_come_as_S3_words_them_as_often_as_asked()
    {
        var upload = await BeginAsync();
        foreach (var fault in new[]
        {
            S3Faults.InternalError, S3Faults.SlowDown, S3Faults.AccessDenied, S3Faults.ExpiredToken,
            S3Faults.NoSuchBucket,
        })
        {
            _faulty.Faults.Next(S3Request.UploadPart, fault);
            var error = await RefusedAsync(() => SendAsync(upload, 1));
            (error.ErrorCode, (int)error.StatusCode, error.Message)
                .Should().Be((fault.Code, fault.Status, fault.Message));
        }

        _faulty.Faults.Next(S3Request.UploadPart, S3Faults.SlowDown, times: 2);
        using var patient = S3Server.NewClient(_faulty.Address, retries: 2);
        await patient.UploadPartAsync(Part(upload, 1));
        _faulty.Faults.Always(S3Request.DeleteObject, S3Faults.AccessDenied);
        for (var call = 0; call < 2; call++)
            await RefusedAsync(() => _client.DeleteObjectAsync(_bucket, Key));
    }

    [Fact]
    public async Task A_part_breaks_off_in_its_midst()
    {
        var upload = await BeginAsync();
        _faulty.Faults.Next(S3Request.UploadPart, new Fault.Reset(AfterBytes: 1024 * 1024));
        await _client.Invoking(_ => SendAsync(upload, 1)).Should().ThrowAsync<Exception>()
            .Where(error => error is IOException || error is HttpRequestException);
        _faulty.Requests[1].Outcome.Should().Be("Reset");
        (await RefusedAsync(() => CompleteAsync(upload, new PartETag(1, "none"))))
            .ErrorCode.Should().Be("InvalidPart", "nothing of it has arrived");
    }

    [Fact]
    public async Task An_upload_is_completed_though_its_caller_does_not_hear_of_it()
    {
        var upload = await BeginAsync();
        var part = await SendAsync(upload, 1);
        _faulty.Faults.Next(S3Request.CompleteMultipartUpload, S3Faults.InternalError.AfterWork());
        await RefusedAsync(() => CompleteAsync(upload, part));
        (await _s3.ListKeysAsync(_bucket)).Should().Equal(Key);
        (await _s3.ListUploadsAsync(_bucket)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_hangs_until_it_is_let_go()
    {
        var upload = await BeginAsync();
        var gate = new Gate();
        _faulty.Faults.Next(S3Request.UploadPart, new Fault.Hang(gate));
        var sending = SendAsync(upload, 1);
        await gate.Reached;
        sending.IsCompleted.Should().BeFalse();
        gate.Open();
        await CompleteAsync(upload, await sending);
    }

    [Fact]
    public async Task Who_does_not_sign_or_whose_credentials_have_expired_is_refused()
    {
        using var anonymous = new AmazonS3Client(
            new AnonymousAWSCredentials(),
            new AmazonS3Config { ServiceURL = _faulty.Address.ToString(), ForcePathStyle = true, MaxErrorRetry = 0 });
        (await RefusedAsync(() => anonymous.GetObjectAsync(_bucket, Key)))
            .StatusCode.Should().Be(HttpStatusCode.Forbidden);

        _faulty.Expire(S3Server.AccessKey);
        (await RefusedAsync(BeginAsync)).ErrorCode.Should().Be("ExpiredToken");
        using var renewed = S3Server.NewClient(_faulty.Address, "RENEWED");
        await renewed.InitiateMultipartUploadAsync(_bucket, Key);
    }

    [Fact]
    public async Task Rules_for_lifecycles_are_those_given()
    {
        (await _client.GetLifecycleConfigurationAsync(_bucket)).Configuration.Rules.Should().BeNullOrEmpty();
        _faulty.Lifecycle =
            """
            <LifecycleConfiguration><Rule><ID>clean</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status>
            <AbortIncompleteMultipartUpload>
            <DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>
            </LifecycleConfiguration>
            """;
        (await _client.GetLifecycleConfigurationAsync(_bucket)).Configuration.Rules.Should().ContainSingle()
            .Which.AbortIncompleteMultipartUpload.DaysAfterInitiation.Should().Be(1);
    }

    private static async Task<AmazonS3Exception> RefusedAsync(Func<Task> call) =>
        (await call.Should().ThrowAsync<AmazonS3Exception>()).Which;

    private async Task<string> BeginAsync()
    {
        var begun = await _client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest
        {
            BucketName = _bucket,
            Key = Key,
            ContentType = "video/mp4",
            ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256,
        });
        return begun.UploadId;
    }

    private UploadPartRequest Part(string upload, int number) => new()
    {
        BucketName = _bucket,
        Key = Key,
        UploadId = upload,
        PartNumber = number,
        InputStream = new MemoryStream(_part),
    };

    private async Task<PartETag> SendAsync(string upload, int number) =>
        new(await _client.UploadPartAsync(Part(upload, number)));

    private Task<CompleteMultipartUploadResponse> CompleteAsync(string upload, params PartETag[] parts) =>
        _client.CompleteMultipartUploadAsync(
            new() { BucketName = _bucket, Key = Key, UploadId = upload, PartETags = [.. parts] });
}
