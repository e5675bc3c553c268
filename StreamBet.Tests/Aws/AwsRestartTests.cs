using System.Net;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Aws.Storage;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>A detection costs money: whatever happens to the server, one is started and its answer is used.</summary>
public sealed class AwsRestartTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private AwsWorld _aws = null!;

    public async Task InitializeAsync() => _aws = await AwsWorld.StartAsync();

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_server_killed_while_Rekognition_works_asks_for_the_answer_of_the_job_that_it_started()
    {
        _aws.Rekognition.JobsEnd = new JobEnd.OnSignal();
        Guid job;
        long id;
        using (var first = await ServerProcess.StartApplicationAsync(_data.Path, _aws.Arguments()))
        {
            using var client = first.NewClient();
            (id, job) = await SendAsync(client);
            var detection = await _aws.Rekognition.JobAsync();
            await Eventually.IsTrueAsync(() => detection.Polls > 0, "it is asked for");
            first.Kill();
        }

        using var second = _aws.StartAppOn(_data.Path, null);
        _aws.Rekognition.Jobs[0].Succeed();

        await EndAsync(second, job);
        (await second.Local.StateOfAsync(id)).Should().Be("resolved");
        _aws.Rekognition.Jobs.Should().HaveCount(1);
        _aws.Rekognition.StartsWith($"{job:N}-1").Should().Be(1, "its id was kept");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Fact]
    public async Task A_server_killed_before_it_heard_the_id_of_its_job_starts_no_second_one()
    {
        var gate = new Gate();
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, new Fault.Hang(gate).AfterWork());
        Guid job;
        using (var first = await ServerProcess.StartApplicationAsync(_data.Path, _aws.Arguments()))
        {
            using var client = first.NewClient();
            (_, job) = await SendAsync(client);
            await gate.Reached;
            first.Kill();
        }

        using var second = _aws.StartAppOn(_data.Path, null);

        await EndAsync(second, job);
        _aws.Rekognition.StartsWith($"{job:N}-1").Should().Be(2);
        _aws.Rekognition.Jobs.Should().ContainSingle("the token says that it is the same one");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Fact]
    public async Task A_server_that_is_stopped_leaves_the_object_for_the_next_start()
    {
        _aws.Rekognition.JobsEnd = new JobEnd.OnSignal();
        Guid job;
        using (var first = _aws.StartAppOn(_data.Path, null))
        {
            (_, job) = await SendAsync(first.Local);
            await _aws.Rekognition.JobAsync();
        }

        (await _aws.Server.ListKeysAsync(_aws.Bucket)).Should().ContainSingle();
        _aws.Rekognition.Jobs[0].Succeed();
        using var second = _aws.StartAppOn(_data.Path, null);
        await EndAsync(second, job);
        _aws.S3.Requests.Count(request => request.Operation == S3Request.CreateMultipartUpload)
            .Should().Be(1, "it is not sent again");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Fact]
    public async Task A_job_that_Rekognition_has_forgotten_is_begun_anew()
    {
        _aws.Rekognition.JobsEnd = new JobEnd.OnSignal();
        Guid job;
        using (var first = _aws.StartAppOn(_data.Path, null))
        {
            (_, job) = await SendAsync(first.Local);
            var forgotten = await _aws.Rekognition.JobAsync();
            await Eventually.IsTrueAsync(() => forgotten.Polls > 0, "its id is kept");
        }

        _aws.Rekognition.JobsEnd = new JobEnd.AfterPolls(1);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Get, RekognitionFaults.ResourceNotFound);
        using var second = _aws.StartAppOn(_data.Path, null);

        await EndAsync(second, job);
        _aws.Rekognition.Jobs.Select(started => started.Token).Should().Equal($"{job:N}-1", $"{job:N}-2");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Fact]
    public async Task An_object_that_the_bucket_itself_has_deleted_meanwhile_is_sent_again()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var gate = new Gate();
        _aws.Rekognition.Faults.Next(RekognitionEmulator.Start, new Fault.Hang(gate));
        Guid job;
        using (var first = _aws.StartAppOn(_data.Path, time))
        {
            using var response = await first.Local.SendClipAsync(await RealClips.NobodyAsync("aws-old.mp4"), isAsync: true);
            job = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetGuid();
            await gate.Reached;
        }

        await _aws.Server.Client.DeleteObjectAsync(_aws.Bucket, (await _aws.Server.ListKeysAsync(_aws.Bucket)).Single());
        time.Advance(TimeSpan.FromHours(30));
        using var second = _aws.StartAppOn(_data.Path, time);

        await EndAsync(second, job);
        _aws.Rekognition.Jobs.Should().ContainSingle().Which.Token.Should().Be($"{job:N}-2");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Fact]
    public async Task What_a_server_killed_in_mid_upload_left_in_S3_is_removed_at_the_next_start()
    {
        using (var first = await ServerProcess.StartApplicationAsync(_data.Path, _aws.Arguments()))
        {
            using var upload = await RawUpload.BeginAsync(first.Address, first.Key, 20_000_000);
            await upload.SendAsync(new byte[] { 0, 0, 0, 32 }.Concat("ftypisom"u8.ToArray()).ToArray());
            await upload.SendAsync(new byte[6_000_000]);
            await Eventually.IsTrueAsync(
                () => _aws.S3.Requests.Any(request => request is { Operation: S3Request.UploadPart, Outcome: not null }),
                "a part is there");
            first.Kill();
        }

        using var second = _aws.StartAppOn(_data.Path, null);
        await Eventually.IsTrueAsync(
            () => Task.FromResult(_aws.S3.Requests.Any(request => request is { Operation: S3Request.DeleteObject, Outcome: "OK" or "HTTP 204" })),
            "it is deleted", TimeSpan.FromMinutes(1)); // On PostgreSQL the first server might still be there, until it was silent for a while.
        await Eventually.IsTrueAsync(() => AwsWorld.LeftoversAsync(second).GetAwaiter().GetResult() == 0, "it is forgotten");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Fact]
    public async Task What_S3_does_not_delete_now_is_told_by_health_and_deleted_later()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _aws.S3.Faults.Always(S3Request.DeleteObject, S3Faults.AccessDenied);
        using var application = _aws.StartAppOn(_data.Path, time);

        var result = await (await application.Local.SendClipAsync(await RealClips.NobodyAsync("aws-left.mp4"))).ReadAsync();

        result.GetProperty("status").GetString().Should().Be("success", "the clip's owner has nothing to do with that");
        var health = await application.Local.GetJsonAsync("/api/health");
        health.GetProperty("status").GetString().Should().Be("degraded");
        health.GetProperty("leftover_clips").GetInt32().Should().Be(1);
        (await _aws.Server.ListKeysAsync(_aws.Bucket)).Should().ContainSingle();

        _aws.S3.Faults.Clear();
        await time.UntilAsync(() => AwsWorld.LeftoversAsync(application).GetAwaiter().GetResult() == 0, LeftoverSweeper.Interval);
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    private static async Task<(long Market, Guid Job)> SendAsync(HttpClient client)
    {
        var id = await client.OpenMarketAsync("Running");
        var clip = await RealClips.NobodyAsync($"aws-{Guid.NewGuid():N}.mp4");
        using var response = await client.SendClipAsync(clip, $"?bet_ids={id}", isAsync: true);
        return (id, (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetGuid());
    }

    private static async Task EndAsync(TestApp application, Guid job)
    {
        using var events = new StreamReader(await application.Local.GetStreamAsync($"/api/jobs/{job}/events"));
        (await events.ReadToEndAsync()).Should().Contain("completed");
    }
}
