using System.Net;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>An analysis that decides nothing can be cancelled at every step, and nothing is left of its clip. One that
/// decides a market cannot.</summary>
public sealed class AwsAnalysisCancelTests : IAsyncLifetime
{
    private readonly Gate _gate = new();
    private AwsWorld _aws = null!;
    private TestApp _app = null!;

    public async Task InitializeAsync()
    {
        _aws = await AwsWorld.StartAsync();
        // Nothing here is broken off but by the tests.
        _app = _aws.StartApp(("Aws:Slots", "1"), ("Aws:CallTimeout", "00:05:00"), ("Aws:SlotInterval", "00:05:00"));
        await _app.Local.GetJsonAsync("/api/health");
    }

    public async Task DisposeAsync()
    {
        _app.Dispose();
        await _aws.DisposeAsync();
    }

    [Fact]
    public async Task While_the_clip_is_converted()
    {
        var second = await TestClips.MakeAsync(
            "aws-second.avi", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=1", "-c:v", "mpeg4", "-q:v", "8");
        var minutes = await TestClips.MakeAsync("aws-minutes.avi", "-stream_loop", "119", "-i", second, "-c", "copy");
        var job = await _app.SendAsync(minutes);
        await Eventually.IsTrueAsync(() => _app.HeldClips.Any(IsConverted), "the conversion begins");
        (await _app.JobAsync(job)).GetProperty("progress").GetProperty("step").GetString().Should().Be("converting");

        await EnsureCancelsAsync(job);

        RunningProcesses.WithArgument($"{job:N}").Should().BeEmpty("the converter has gone");
        _aws.S3.Requests.Should().NotContain(request => request.Operation == S3Request.CreateMultipartUpload);
    }

    [Fact]
    public async Task While_the_converted_clip_is_sent()
    {
        _aws.S3.Faults.Next(S3Request.UploadPart, new Fault.Hang(_gate));
        var job = await _app.SendAsync(await TestClips.CountingAsync("avi"));
        await _gate.Reached;
        (await _app.JobAsync(job)).GetProperty("progress").GetProperty("step").GetString().Should().Be("sending");

        await EnsureCancelsAsync(job);
    }

    [Fact]
    public async Task While_it_waits_for_one_of_this_servers_slots_and_the_other_job_goes_on()
    {
        _aws.Rekognition.JobsEnd = new JobEnd.OnSignal();
        var clip = await RealClips.NobodyAsync();
        var first = await _app.SendAsync(clip);
        var detection = await _aws.Rekognition.JobAsync();
        var second = await _app.SendAsync(clip);
        await _app.IsAtStepAsync(second, "waiting_for_slot");

        await _app.CancelAsync(second);

        (await _aws.Server.ListKeysAsync(_aws.Bucket)).Should().Equal(detection.Key);
        _app.HeldClips.Should().ContainSingle();
        detection.Succeed();
        (await _app.EndOfAsync(first)).GetProperty("state").GetString().Should().Be("completed");
        _aws.Rekognition.Jobs.Should().ContainSingle();
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task While_Rekognition_has_no_slot_which_is_asked_for_once_an_interval()
    {
        _aws.Rekognition.Slots = 0;
        var job = await _app.SendAsync(await RealClips.NobodyAsync());
        await _app.IsAtStepAsync(job, "waiting_for_slot");
        _aws.Rekognition.StartsWith($"{job:N}-1").Should().Be(1, "waiting for a slot is not the SDK's");

        await EnsureCancelsAsync(job);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_Rekognition_does_not_say_whether_it_has_begun(bool hasBegun)
    {
        var hang = new Fault.Hang(_gate);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, hasBegun ? hang.AfterWork() : hang);
        var job = await _app.SendAsync(await RealClips.NobodyAsync());
        await _gate.Reached;

        await EnsureCancelsAsync(job);

        _aws.Rekognition.Jobs.Should().HaveCount(hasBegun ? 1 : 0);
    }

    [Fact]
    public async Task While_Rekognition_works_and_its_slot_is_free_for_the_next()
    {
        _aws.Rekognition.JobsEnd = new JobEnd.OnSignal();
        var clip = await RealClips.NobodyAsync();
        var job = await _app.SendAsync(clip);
        var detection = await _aws.Rekognition.JobAsync();
        await Eventually.IsTrueAsync(() => detection.Polls > 1, "it is asked for");

        await EnsureCancelsAsync(job);

        _aws.Rekognition.JobsEnd = new JobEnd.AfterPolls(1);
        await (await _app.Local.SendClipAsync(clip)).ReadAsync();
    }

    [Fact]
    public async Task While_a_question_is_not_answered()
    {
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Get, new Fault.Hang(_gate));
        var job = await _app.SendAsync(await RealClips.NobodyAsync());
        await _gate.Reached;

        await EnsureCancelsAsync(job);
    }

    [Fact]
    public async Task While_the_pages_are_read()
    {
        _aws.Rekognition.JobsEnd = new JobEnd.AfterPolls(0);
        _aws.Rekognition.Labels = RekognitionLabels.Many(1_200, milliseconds: 4);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Get, new Fault.Hang(OpenGate()));
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Get, new Fault.Hang(_gate));
        var job = await _app.SendAsync(await RealClips.NobodyAsync());
        await _gate.Reached;

        await EnsureCancelsAsync(job);

        _aws.Rekognition.Calls[^1].Body!["NextToken"].Should().NotBeNull();
    }

    [Fact]
    public async Task While_it_waits_for_its_turn_and_nobody_works_on_it()
    {
        var job = await QueueAsync("clips/0123456789abcdef0123456789abcdef.mp4");

        await EnsureCancelsAsync(job).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task But_not_one_whose_clip_is_here_and_decides_a_market()
    {
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, new Fault.Hang(_gate));
        var id = await _app.Local.OpenMarketAsync("Running");
        var job = await _app.SendAsync(await RealClips.NobodyAsync("aws-bound.mp4"), $"?bet_ids={id}");
        await _gate.Reached;

        (await _app.Local.PostAsync($"/api/jobs/{job}/cancel", null).CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("job_not_cancellable");

        _gate.Open();
        (await _app.EndOfAsync(job)).GetProperty("state").GetString().Should().Be("completed");
        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    private async Task EnsureCancelsAsync(Guid job)
    {
        await _app.CancelAsync(job);
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    private static bool IsConverted(string path) => Path.GetExtension(path) == ".converted";

    private static Gate OpenGate()
    {
        var gate = new Gate();
        gate.Open();
        return gate;
    }

    // As it is when more clips wait than are analysed at a time: whole in the bucket, and in no worker's hands.
    private async Task<Guid> QueueAsync(string key)
    {
        var now = DateTimeOffset.UnixEpoch;
        var job = AnalysisJob.Offer(Guid.CreateVersion7(), "local", "clip.mp4", [], sharesFrames: false, now);
        var video = new VideoMetadata(TimeSpan.FromSeconds(1), "QuickTime / MOV", "h264", 64, 64, 25, 0);
        job.Accept(new string('0', 64), 4, video, now);
        var copy = ClipCopy.Begin(key, _aws.Bucket, job.Id, now);
        copy.Complete(convertedSha256: null, damagedPictures: 0);
        var work = _app.Services.GetRequiredService<IUnitOfWorkFactory>();
        await using var unit = await work.BeginAsync(CancellationToken.None);
        unit.Jobs.Add(job);
        unit.Copies.Add(copy);
        await unit.CommitAsync(CancellationToken.None);
        await _aws.Server.Client.PutObjectAsync(new() { BucketName = _aws.Bucket, Key = key, ContentBody = "clip" });
        return job.Id;
    }
}
