using StreamBet.Tests.Benchmarks;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>What goes wrong at AWS and passes is nobody's business: the clip is analysed, and it is the very
/// clip.</summary>
public sealed class AwsPassingFaultTests : IAsyncLifetime
{
    private const string Lost = "lost answer";

    // Lets a call through that comes between two that fail.
    private static readonly Fault Nothing = new Fault.Hang(OpenGate());

    private AwsWorld _aws = null!;

    public async Task InitializeAsync() => _aws = await AwsWorld.StartAsync();

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    [Theory]
    [InlineData(Trouble.Failure)]
    [InlineData(Trouble.Throttling)]
    [InlineData(Trouble.Reset)]
    [InlineData(Trouble.TimeOut)]
    [InlineData(Trouble.SlowBody)]
    [InlineData(Trouble.Garbage)]
    [InlineData(Lost)]
    public async Task A_call_of_each_kind_that_fails_once_is_made_again(string name)
    {
        var isSlow = name is Trouble.TimeOut or Trouble.SlowBody;
        using var application = _aws.StartApp(isSlow ? [Trouble.ShortTimeout] : []);
        using var folder = new TemporaryFolder();
        var clip = await ClipAsync(folder, isLarge: !isSlow);
        _aws.Rekognition.JobsEnd = new JobEnd.AfterPolls(0);
        _aws.Rekognition.Labels = RekognitionLabels.Many(1_200, milliseconds: 4);
        await application.Local.GetJsonAsync("/api/health");
        Fail(name);

        var result = await (await application.Local.SendClipAsync(clip)).ReadAsync();

        result.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("label").GetString())
            .Should().Equal("Person", "Running");
        _aws.Rekognition.Jobs.Should().ContainSingle().Which.ObjectSha256.Should().Be(await AwsJobs.Sha256Async(clip));
        foreach (var operation in new[]
            { S3Request.CreateMultipartUpload, S3Request.UploadPart, S3Request.CompleteMultipartUpload })
        {
            _aws.S3.Faults.Take(operation).Should().BeNull($"{operation} has met it");
        }

        _aws.Rekognition.Faults.Take(RekognitionEmulator.Start).Should().BeNull("the start has met it");
        _aws.Rekognition.Faults.Take(RekognitionEmulator.Get).Should().BeNull("the further page has met it");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Fact]
    public async Task An_error_that_S3_tells_under_the_status_of_a_success_is_one()
    {
        using var application = _aws.StartApp();
        _aws.S3.Faults.Next(S3Request.CompleteMultipartUpload, S3Faults.InternalError with { Status = 200 });

        await (await application.Local.SendClipAsync(await RealClips.NobodyAsync())).ReadAsync();

        _aws.S3.Requests.Count(request => request.Operation == S3Request.CompleteMultipartUpload).Should().Be(2);
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Fact]
    public async Task Rekognition_may_fail_again_later_since_it_answered_between()
    {
        using var application = _aws.StartApp(("Aws:Patience", "00:00:00.200"));
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, RekognitionFaults.InternalServerError, times: 4);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, RekognitionFaults.LimitExceeded, times: 10);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, RekognitionFaults.InternalServerError, times: 4);

        var result = await (await application.Local.SendClipAsync(await RealClips.NobodyAsync())).ReadAsync();

        result.GetProperty("status").GetString().Should().Be("success");
    }

    private void Fail(string name)
    {
        var (atS3, atRekognition) = name == Lost
            ? (new Fault.Reset().AfterWork(), new Fault.Reset().AfterWork())
            : (Trouble.Named(name).AtS3, Trouble.Named(name).AtRekognition);
        if (name != Trouble.Garbage) // The SDK gives up on XML that is none.
        {
            _aws.S3.Faults.Next(S3Request.CreateMultipartUpload, atS3);
            _aws.S3.Faults.Next(S3Request.CompleteMultipartUpload, atS3);
            if (name != Trouble.SlowBody) // The answer to a part has no body.
                _aws.S3.Faults.Next(S3Request.UploadPart, atS3);
        }

        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, atRekognition);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Get, atRekognition);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Get, Nothing);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Get, atRekognition);
    }

    // A small one where calls have little time: one with a large part has eight times as much.
    private static async Task<string> ClipAsync(TemporaryFolder folder, bool isLarge)
    {
        if (!isLarge)
            return await RealClips.NobodyAsync();
        var clip = folder.File("clip.mp4");
        await LargeClip.WriteAsync(clip, 6_000_000);
        return clip;
    }

    private static Gate OpenGate()
    {
        var gate = new Gate();
        gate.Open();
        return gate;
    }
}
