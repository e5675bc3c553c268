using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Aws.Storage;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>S3 goes wrong while a clip comes in, and goes on to: the person hears why and what to do, the market is
/// open again, and nothing is left.</summary>
public sealed class AwsS3FaultTests : IAsyncLifetime
{
    private const string NoBucket = "missing bucket";

    // The first and its repetitions, which are the SDK's alone.
    private const int MaxAttempts = 4;

    private static readonly string[] Operations =
        [S3Request.CreateMultipartUpload, S3Request.UploadPart, S3Request.CompleteMultipartUpload];

    private AwsWorld _aws = null!;

    public static TheoryData<string, string> Lasting
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var operation in Operations)
            {
                foreach (var trouble in new[]
                {
                    Trouble.Failure, Trouble.Throttling, Trouble.Reset, Trouble.TimeOut, Trouble.Denied,
                    Trouble.Expired, NoBucket,
                })
                    rows.Add(operation, trouble);
                if (operation == S3Request.UploadPart)
                    continue; // The answer to a part has no body.
                rows.Add(operation, Trouble.SlowBody);
                rows.Add(operation, Trouble.Garbage);
            }

            return rows;
        }
    }

    public async Task InitializeAsync() => _aws = await AwsWorld.StartAsync();

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task The_person_hears_why_and_the_market_is_open_again(string operation, string name)
    {
        var trouble = Named(name);
        using var application = _aws.StartApp(
            name is Trouble.TimeOut or Trouble.SlowBody ? [Trouble.ShortTimeout] : []);
        var id = await application.Local.OpenMarketAsync("Running");
        _aws.S3.Faults.Always(operation, trouble.AtS3);

        var problem = await SendAsync(application, $"?bet_ids={id}");

        EnsureTold(trouble, problem);
        (await application.Local.StateOfAsync(id)).Should().Be("open");
        await EnsureFailedAsync(application, trouble);
        CountOf(operation).Should().Be(trouble.MayPass && name != Trouble.Garbage ? MaxAttempts : 1);
        _aws.Rekognition.Jobs.Should().BeEmpty();
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Theory]
    [InlineData(Trouble.Failure)]
    [InlineData(Trouble.Throttling)]
    [InlineData(Trouble.Denied)]
    [InlineData(Trouble.Expired)]
    public async Task What_S3_does_not_delete_either_is_counted_and_deleted_when_it_answers_again(string name)
    {
        var trouble = Trouble.Named(name);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var data = new TemporaryFolder();
        using var application = _aws.StartAppOn(data.Path, time);
        await application.Local.GetJsonAsync("/api/health");
        foreach (var operation in new[]
        {
            S3Request.CompleteMultipartUpload, S3Request.ListMultipartUploads, S3Request.AbortMultipartUpload,
            S3Request.DeleteObject,
        })
            _aws.S3.Faults.Always(operation, trouble.AtS3);

        EnsureTold(trouble, await SendAsync(application));

        (await AwsWorld.LeftoversAsync(application)).Should().Be(1);
        (await _aws.Server.ListUploadsAsync(_aws.Bucket)).Should().ContainSingle();
        application.HeldClips.Should().BeEmpty("what is on this machine does not wait for S3");

        _aws.S3.Faults.Clear();
        await time.UntilAsync(
            () => AwsWorld.LeftoversAsync(application).GetAwaiter().GetResult() == 0, LeftoverSweeper.Interval);
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Fact]
    public async Task A_part_that_is_refused_ends_the_upload_while_the_rest_is_still_to_come()
    {
        var trouble = Trouble.Named(Trouble.Denied);
        using var application = _aws.StartApp();
        var id = await application.Local.OpenMarketAsync("Running");
        _aws.S3.Faults.Always(S3Request.UploadPart, trouble.AtS3);
        using var upload = await RawUpload.BeginAsync(application.Address, application.Key, 50_000_000, $"?bet_ids={id}");
        await upload.SendAsync(await File.ReadAllBytesAsync(await RealClips.NobodyAsync()));
        await upload.SendAsync(new byte[6_000_000]);
        await Eventually.IsTrueAsync(
            () => _aws.S3.Requests.Any(request => request is { Operation: S3Request.UploadPart, Outcome: not null }),
            "a part is refused");

        // The next bytes are the occasion to look.
        await Eventually.IsTrueAsync(
            () =>
            {
                upload.SendAsync(new byte[300_000]).GetAwaiter().GetResult();
                return application.Local.StateOfAsync(id).GetAwaiter().GetResult() == "open";
            },
            "the upload is given up");

        await EnsureFailedAsync(application, trouble);
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    private static Trouble Named(string name) => name == NoBucket
        ? new(
            S3Faults.NoSuchBucket, S3Faults.NoSuchBucket, "aws_bucket_missing",
            "This server's S3 bucket does not exist. The operator has to create it or correct Aws:Bucket.")
        : Trouble.Named(name);

    private static async Task<JsonElement> SendAsync(TestApp application, string query = "") =>
        await (await application.Local.SendClipAsync(await RealClips.NobodyAsync(), query))
            .ReadAsync(HttpStatusCode.ServiceUnavailable);

    private static void EnsureTold(Trouble trouble, JsonElement problem)
    {
        problem.GetProperty("code").GetString().Should().Be(trouble.Code);
        problem.GetProperty("detail").GetString().Should().Be(trouble.Sentence);
    }

    private static async Task EnsureFailedAsync(TestApp application, Trouble trouble)
    {
        var job = await application.JobAsync(await application.LatestJobAsync());
        job.GetProperty("state").GetString().Should().Be("failed");
        EnsureTold(trouble, job.GetProperty("error"));
    }

    private int CountOf(string operation) => _aws.S3.Requests.Count(request => request.Operation == operation);
}
