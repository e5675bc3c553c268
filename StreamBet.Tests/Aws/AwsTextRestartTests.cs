using System.Net;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>Whatever happens to the server while text is read: neither the labels nor the text are paid for twice.</summary>
public sealed class AwsTextRestartTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private AwsWorld _aws = null!;

    public async Task InitializeAsync()
    {
        _aws = await AwsWorld.StartAsync();
        _aws.Rekognition.Texts = RekognitionTexts.Running(_ => "VICTORY", 6);
    }

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_server_killed_while_text_is_read_asks_for_the_answers_of_both_jobs_that_it_started()
    {
        _aws.Rekognition.JobStarted = job => job.End = job.IsText ? new JobEnd.OnSignal() : job.End;
        Guid job;
        long id;
        using (var first = await ServerProcess.StartApplicationAsync(_data.Path, _aws.Arguments()))
        {
            using var client = first.NewClient();
            (id, job) = await SendAsync(client);
            var reading = await _aws.Rekognition.JobAsync(2);
            await Eventually.IsTrueAsync(() => reading.Polls > 0, "it is asked for");
            first.Kill();
        }

        using var second = _aws.StartAppOn(_data.Path, null);
        _aws.TextJobs()[0].Succeed();

        await EndAsync(second, job);
        (await second.Local.VerdictOfAsync(id)).GetProperty("outcome").GetString().Should().Be("YES");
        _aws.Rekognition.StartsWith($"{job:N}-1").Should().Be(1, "the id of the labels was kept");
        _aws.Rekognition.StartsWith($"{job:N}-1-text").Should().Be(1, "the id of the text was kept");
        _aws.Rekognition.Jobs.Should().HaveCount(2);
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_killed_between_labels_and_text_reads_the_labels_again_and_starts_one_reading(bool hasBegun)
    {
        var gate = new Gate();
        var hang = new Fault.Hang(gate);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.StartText, hasBegun ? hang.AfterWork() : hang);
        Guid job;
        long id;
        using (var first = await ServerProcess.StartApplicationAsync(_data.Path, _aws.Arguments()))
        {
            using var client = first.NewClient();
            (id, job) = await SendAsync(client);
            await gate.Reached;
            first.Kill();
        }

        using var second = _aws.StartAppOn(_data.Path, null);

        await EndAsync(second, job);
        (await second.Local.VerdictOfAsync(id)).GetProperty("outcome").GetString().Should().Be("YES");
        _aws.Rekognition.StartsWith($"{job:N}-1").Should().Be(1);
        _aws.Rekognition.StartsWith($"{job:N}-1-text").Should().Be(2);
        _aws.Rekognition.Jobs.Select(started => started.Token).Should().Equal($"{job:N}-1", $"{job:N}-1-text");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    [Fact]
    public async Task A_reading_that_Rekognition_has_forgotten_is_begun_anew_with_its_labels()
    {
        _aws.Rekognition.JobStarted = job => job.End = job.IsText ? new JobEnd.OnSignal() : job.End;
        Guid job;
        using (var first = _aws.StartAppOn(_data.Path, null))
        {
            (_, job) = await SendAsync(first.Local);
            var forgotten = await _aws.Rekognition.JobAsync(2);
            await Eventually.IsTrueAsync(() => forgotten.Polls > 0, "its id is kept");
        }

        _aws.Rekognition.JobStarted = null;
        _aws.Rekognition.Faults.Next(RekognitionEmulator.GetText, RekognitionFaults.ResourceNotFound);
        using var second = _aws.StartAppOn(_data.Path, null);

        await EndAsync(second, job);
        _aws.Rekognition.Jobs.Select(started => started.Token).Should().Equal(
            $"{job:N}-1", $"{job:N}-1-text", $"{job:N}-2", $"{job:N}-2-text");
        await _aws.EnsureNothingIsLeftAsync(second);
    }

    private static async Task<(long Market, Guid Job)> SendAsync(HttpClient client)
    {
        var id = await client.OpenTextMarketAsync("""{"phrase":"VICTORY"}""");
        var clip = await RealClips.NobodyAsync($"aws-text-{Guid.NewGuid():N}.mp4");
        using var response = await client.SendClipAsync(clip, $"?bet_ids={id}", isAsync: true);
        return (id, (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetGuid());
    }

    private static async Task EndAsync(TestApp application, Guid job) =>
        (await application.EndOfAsync(job)).GetProperty("state").GetString().Should().Be("completed");
}
