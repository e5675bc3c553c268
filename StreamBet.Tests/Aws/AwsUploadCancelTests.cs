using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.People;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>A clip on its way to S3 can be cancelled at every step, and is given up when its sender goes: its market
/// opens again and nothing is left. Once all of it is here, its sender may go.</summary>
public sealed class AwsUploadCancelTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Gate _gate = new();
    private AwsWorld _aws = null!;

    public async Task InitializeAsync() => _aws = await AwsWorld.StartAsync();

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    [Theory]
    [InlineData(S3Request.CreateMultipartUpload, false)]
    [InlineData(S3Request.CreateMultipartUpload, true)]
    [InlineData(S3Request.UploadPart, false)]
    [InlineData(S3Request.UploadPart, true)]
    [InlineData(S3Request.CompleteMultipartUpload, false)]
    [InlineData(S3Request.CompleteMultipartUpload, true)]
    public async Task It_is_called_off_while_S3_does_not_answer_whether_it_has_done_its_work_or_not(
        string operation, bool isDone)
    {
        Hang(operation, isDone);
        using var application = _aws.StartApp();
        var id = await application.Local.OpenMarketAsync("Running");
        var sending = application.Local.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id}");
        await _gate.Reached;
        (await application.Local.StateOfAsync(id)).Should().Be("locked");

        await application.CancelAsync(await application.LatestJobAsync());

        (await sending.CodeAsync(HttpStatusCode.Conflict)).Should().Be("upload_cancelled");
        (await application.Local.StateOfAsync(id)).Should().Be("open");
        _aws.Rekognition.Jobs.Should().BeEmpty();
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Fact]
    public async Task It_is_called_off_while_its_bytes_come_and_parts_of_it_are_on_their_way()
    {
        Hang(S3Request.UploadPart, isDone: false);
        using var application = _aws.StartApp();
        var id = await application.Local.OpenMarketAsync("Running");
        using var upload = await BeginAsync(application, id);
        await _gate.Reached;

        await application.CancelAsync(await application.LatestJobAsync());

        (await upload.ReadAnswerAsync()).Should().StartWith("HTTP/1.1 409").And.Contain("upload_cancelled");
        (await application.Local.StateOfAsync(id)).Should().Be("open");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_given_up_when_its_sender_goes_before_the_end(bool isPartThere)
    {
        if (!isPartThere)
            Hang(S3Request.UploadPart, isDone: false);
        using var application = _aws.StartApp();
        var id = await application.Local.OpenMarketAsync("Running");
        using (await BeginAsync(application, id))
        {
            await Eventually.IsTrueAsync(
                () => _aws.S3.Requests.Any(request =>
                    request.Operation == S3Request.UploadPart && (request.Outcome is not null || !isPartThere)),
                "a part is on its way, or there");
        }

        await Eventually.IsTrueAsync(
            () => application.Local.StateOfAsync(id).GetAwaiter().GetResult() == "open", "the market opens again");
        var job = await application.JobAsync(await application.LatestJobAsync());
        job.GetProperty("error").GetProperty("code").GetString().Should().Be("upload_incomplete");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_it_is_here_its_sender_may_go_or_be_silent_however_long_S3_takes(bool goes)
    {
        Hang(S3Request.CompleteMultipartUpload, isDone: false);
        var time = new FakeTimeProvider(Now);
        using var data = new TemporaryFolder();
        using var application = _aws.StartAppOn(data.Path, time, ("Aws:CallTimeout", "00:05:00"));
        var intake = application.Services.GetRequiredService<ClipIntake>();
        var local = new Caller("local", "Local", Role.Host, "127.0.0.1");
        var job = await intake.OfferAsync(new ClipOffer("clip.mp4", null, []), local, CancellationToken.None);
        using var sender = new CancellationTokenSource();
        await using var clip = File.OpenRead(await RealClips.NobodyAsync());
        var receiving = intake.ReceiveAsync(job.Id, clip, null, _ => Task.CompletedTask, sender.Token);
        await _gate.Reached;

        if (goes)
            await sender.CancelAsync();
        else
            time.Advance(ClipReceiver.MaxSilence * 2);
        _gate.Open();

        (await receiving).State.Should().Be(JobState.Queued);
        (await application.EndOfAsync(job.Id)).GetProperty("state").GetString().Should().Be("completed");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    private void Hang(string operation, bool isDone)
    {
        var hang = new Fault.Hang(_gate);
        _aws.S3.Faults.Next(operation, isDone ? hang.AfterWork() : hang);
    }

    private static async Task<RawUpload> BeginAsync(TestApp application, long id)
    {
        var upload = await RawUpload.BeginAsync(application.Address, application.Key, 20_000_000, $"?bet_ids={id}");
        await upload.SendAsync(await File.ReadAllBytesAsync(await RealClips.NobodyAsync()));
        await upload.SendAsync(new byte[6_000_000]);
        return upload;
    }
}
