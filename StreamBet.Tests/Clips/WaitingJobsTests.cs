using StreamBet.Core.Clips;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

public sealed class WaitingJobsTests
{
    private readonly JobFeed _feed = new();

    [Fact]
    public async Task Each_waiting_clip_is_told_its_place_whenever_one_before_it_has_gone()
    {
        var waiting = new WaitingJobs(_feed);
        var jobs = Enumerable.Range(0, 4).Select(_ => Dashboards.Queued().Job).OrderBy(job => job.Id).ToList();
        foreach (var job in jobs)
        {
            _feed.Publish(new JobStatus(job.Id, JobState.Queued, 1, 1, null));
            waiting.Enqueue(job);
        }

        Places(jobs).Should().Equal(1, 2, 3, 4);
        await using (var taken = waiting.ReadAllAsync(default).GetAsyncEnumerator())
        {
            await taken.MoveNextAsync();
            taken.Current.JobId.Should().Be(jobs[0].Id);
        }

        waiting.Leave(jobs[2].Id);
        Places(jobs).Should().Equal(1, 1, 2, 2);

        _feed.Publish(new JobStatus(jobs[1].Id, JobState.Cancelled, 0, null, null));
        waiting.Leave(jobs[1].Id);
        _feed.Current(jobs[1].Id).Should().BeNull("what has ended is told nothing");
        _feed.Current(jobs[3].Id)!.Place.Should().Be(1);
    }

    private IEnumerable<int?> Places(IEnumerable<AnalysisJob> jobs) => jobs.Select(job => _feed.Current(job.Id)!.Place);
}
