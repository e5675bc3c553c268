using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

public sealed class WaitingJobsTests
{
    private readonly JobFeed _feed = new(ServerNews.OfOneServer(), new FakeTimeProvider());

    [Fact]
    public void Each_waiting_clip_is_told_its_place()
    {
        var waiting = new WaitingJobs(_feed, ServerNews.OfOneServer());
        var jobs = Enumerable.Range(0, 4).Select(_ => Dashboards.Queued().Job.Id).ToList();
        foreach (var job in jobs)
            _feed.Publish(new JobStatus(job, JobState.Queued, 1, 1, null));

        waiting.Place(jobs);
        Places(jobs).Should().Equal(1, 2, 3, 4);

        _feed.Publish(new JobStatus(jobs[0], JobState.Analyzing, 1, 1, null));
        waiting.Place(jobs[1..]);
        Places(jobs).Should().Equal(null, 1, 2, 3);

        _feed.Publish(new JobStatus(jobs[1], JobState.Cancelled, 0, null, null));
        waiting.Place(jobs[1..]);
        _feed.Current(jobs[1]).Should().BeNull("what has ended is told nothing");
    }

    [Fact]
    public void A_change_on_one_server_wakes_the_workers_of_all()
    {
        var (here, there) = TestLine.Pair();
        var (telling, hearing) = (new WaitingJobs(_feed, here), new WaitingJobs(_feed, there));
        var (own, other) = (telling.Change, hearing.Change);

        telling.Tell();

        own.IsCompleted.Should().BeTrue();
        other.IsCompleted.Should().BeTrue();
        telling.Change.IsCompleted.Should().BeFalse("the next change is another one");
    }

    private IEnumerable<int?> Places(IEnumerable<Guid> jobs) => jobs.Select(job => _feed.Current(job)!.Place);
}
