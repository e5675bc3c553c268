using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>However many clips come at once: Rekognition is given no more jobs and asked no more often than an account
/// may, no job is started twice, and all of them end.</summary>
public sealed class AwsManyJobsTests : IAsyncLifetime
{
    private AwsWorld _aws = null!;

    public async Task InitializeAsync() => _aws = await AwsWorld.StartAsync();

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    [Fact]
    public async Task Twelve_at_once_share_three_slots()
    {
        _aws.Rekognition.Slots = 3;
        _aws.Rekognition.CallsPerSecond = 20;
        using var application = _aws.StartApp(("Aws:Slots", "3"), ("Aws:CallsPerSecond", "20"));

        await EnsureAllEndAsync(application, 12);

        _aws.Rekognition.RefusedForSlots.Should().Be(0, "the jobs wait here");
        _aws.Rekognition.MaxJobsAtOnce.Should().BeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_hundred_places_do_not_need_as_many_connections_to_the_database()
    {
        var postgres = await PostgresServer.OfTestsAsync();
        using var data = new TemporaryFolder();
        var setting = await postgres.DatabaseOfAsync(data.Path);
        using var application = _aws.StartApp(("StreamBet:Database", setting));

        await EnsureAllEndAsync(application, 3);

        // Idle ones are kept for seconds.
        (await postgres.NumberAsync("postgres", $"SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '{PostgresServer.NameOf(setting)}'"))
            .Should().BeLessThan(20);
    }

    [Fact]
    public async Task Where_others_use_the_account_too_they_wait_for_a_slot_and_say_so()
    {
        _aws.Rekognition.Slots = 1;
        _aws.Rekognition.JobsEnd = new JobEnd.OnSignal();
        using var application = _aws.StartApp();
        var clip = await RealClips.NobodyAsync();
        var first = await application.SendAsync(clip);
        await _aws.Rekognition.JobAsync();
        var second = await application.SendAsync(clip);
        await application.IsAtStepAsync(second, "waiting_for_slot");

        (await _aws.Rekognition.JobAsync(1)).Succeed();
        (await _aws.Rekognition.JobAsync(2)).Succeed();

        (await application.EndOfAsync(first)).GetProperty("state").GetString().Should().Be("completed");
        (await application.EndOfAsync(second)).GetProperty("state").GetString().Should().Be("completed");
        _aws.Rekognition.RefusedForSlots.Should().BePositive();
        _aws.Rekognition.MaxJobsAtOnce.Should().Be(1);
        await EnsureEachStartedOnceAsync(application, 2);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_hundred_at_once_share_the_slots_and_calls_of_a_new_account()
    {
        _aws.Rekognition.Slots = 20;
        _aws.Rekognition.CallsPerSecond = 5;
        _aws.Rekognition.JobsEnd = new JobEnd.After(TimeSpan.FromSeconds(5));
        using var application = _aws.StartApp(
            ("Aws:Slots", "20"), ("Aws:CallsPerSecond", "5"), ("Aws:PollInterval", "00:00:02"),
            ("Aws:Patience", "00:10:00"));

        await EnsureAllEndAsync(application, 100);

        _aws.Rekognition.RefusedForSlots.Should().Be(0);
        _aws.Rekognition.MaxJobsAtOnce.Should().BeInRange(10, 20);
    }

    private async Task EnsureAllEndAsync(TestApp application, int count)
    {
        var clip = await RealClips.NobodyAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => application.SendAsync(clip)));

        foreach (var job in jobs)
            (await application.EndOfAsync(job)).GetProperty("state").GetString().Should().Be("completed");

        _aws.Rekognition.RefusedForRate.Should().Be(0);
        await EnsureEachStartedOnceAsync(application, count);
    }

    private async Task EnsureEachStartedOnceAsync(TestApp application, int count)
    {
        _aws.Rekognition.Jobs.Select(job => job.Token).Distinct().Should().HaveCount(count);
        _aws.Rekognition.Jobs.Should().HaveCount(count);
        await _aws.EnsureNothingIsLeftAsync(application);
    }
}
