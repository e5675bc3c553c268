using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Clips;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

public class RunningJobsTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;
    private readonly RunningJobs _jobs = Jobs(ServerNews.OfOneServer());
    private readonly Guid _job = Guid.NewGuid();

    [Fact]
    public void A_job_has_one_worker_at_a_time_and_its_release_is_told()
    {
        var releases = 0;
        _jobs.Released += () => releases++;
        var first = _jobs.TryClaim(_job, JobState.Uploading, Soon)!;
        _jobs.TryClaim(_job, JobState.Analyzing, Soon).Should().BeNull();
        releases = 0;

        first.Dispose();

        releases.Should().Be(1);
        using var second = _jobs.TryClaim(_job, JobState.Analyzing, Soon);
        second!.Phase.Should().Be(JobState.Analyzing);
    }

    [Fact]
    public async Task Calling_off_waits_until_the_worker_has_cleaned_up()
    {
        var claim = _jobs.TryClaim(_job, JobState.Analyzing, Soon)!;
        var calling = _jobs.CancelAsync(new StopOfJob(_job, IsAnalysisToo: true), Soon);
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

        (await _jobs.CancelAsync(new StopOfJob(_job, IsAnalysisToo: false), Soon)).Should().BeFalse();

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

    [Fact]
    public void Work_is_stopped_for_another_server()
    {
        var (here, there) = TestLine.Pair();
        var (asking, working) = (Jobs(here), Jobs(there));
        using var claim = working.TryClaim(_job, JobState.Analyzing, Soon)!;

        asking.AskOthers(new StopOfJob(_job, IsAnalysisToo: false));
        claim.IsCancelled.Should().BeFalse();
        asking.AskOthers(new StopOfJob(_job, IsAnalysisToo: true));

        claim.IsCancelled.Should().BeTrue();
    }

    private static RunningJobs Jobs(ServerNews news) => new(news, NullLogger<RunningJobs>.Instance);
}
