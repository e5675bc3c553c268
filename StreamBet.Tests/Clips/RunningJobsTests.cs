using StreamBet.Core.Clips;

namespace StreamBet.Tests.Clips;

public class RunningJobsTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;
    private readonly RunningJobs _jobs = new();
    private readonly Guid _job = Guid.NewGuid();

    [Fact]
    public async Task A_job_has_one_worker_at_a_time_and_the_next_waits_for_it()
    {
        var first = _jobs.TryClaim(_job, JobState.Uploading, Soon)!;
        _jobs.TryClaim(_job, JobState.Analyzing, Soon).Should().BeNull();
        var second = _jobs.ClaimAsync(_job, JobState.Analyzing, Soon);
        second.IsCompleted.Should().BeFalse();

        first.Dispose();

        (await second).Phase.Should().Be(JobState.Analyzing);
    }

    [Fact]
    public async Task Calling_off_waits_until_the_worker_has_cleaned_up()
    {
        var claim = _jobs.TryClaim(_job, JobState.Analyzing, Soon)!;
        var calling = _jobs.CancelAsync(_job, _ => true, Soon);
        claim.Token.IsCancellationRequested.Should().BeTrue();
        claim.IsCancelled.Should().BeTrue();
        calling.IsCompleted.Should().BeFalse();

        claim.Dispose();

        (await calling).Should().BeTrue();
    }

    [Fact]
    public async Task Work_that_may_not_be_stopped_is_not()
    {
        using var claim = _jobs.TryClaim(_job, JobState.Analyzing, Soon)!;

        (await _jobs.CancelAsync(_job, phase => phase == JobState.Uploading, Soon)).Should().BeFalse();

        claim.Token.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task A_stopping_server_ends_the_work_without_calling_it_off()
    {
        using var stopping = new CancellationTokenSource();
        using var claim = _jobs.TryClaim(_job, JobState.Analyzing, stopping.Token)!;

        await stopping.CancelAsync();

        claim.Token.IsCancellationRequested.Should().BeTrue();
        claim.IsCancelled.Should().BeFalse();
    }
}
