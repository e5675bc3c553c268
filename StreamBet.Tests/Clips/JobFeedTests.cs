using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

public class JobFeedTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;
    private readonly JobFeed _feed = new(ServerNews.OfOneServer(), TimeProvider.System);
    private readonly Guid _job = Guid.NewGuid();

    private JobStatus At(JobState state, long bytes = 0) => new(_job, state, bytes, null, null);

    [Fact]
    public async Task A_slow_follower_gets_the_newest_status_and_the_end()
    {
        using var subscription = _feed.Subscribe(_job);
        for (var bytes = 0; bytes < 1_000; bytes++)
            _feed.Publish(At(JobState.Uploading, bytes));
        _feed.Current(_job)!.BytesReceived.Should().Be(999);
        _feed.Publish(At(JobState.Completed));

        var seen = new List<JobStatus>();
        await foreach (var status in subscription.ReadAsync(Soon))
            seen.Add(status);

        seen.Should().ContainSingle().Which.State.Should().Be(JobState.Completed);
        _feed.Current(_job).Should().BeNull();
    }

    [Fact]
    public async Task Every_follower_of_a_job_hears_it_and_nobody_else_does()
    {
        using var first = _feed.Subscribe(_job);
        using var second = _feed.Subscribe(_job);
        using var other = _feed.Subscribe(Guid.NewGuid());

        _feed.Publish(At(JobState.Failed));

        (await CountAsync(first)).Should().Be(1);
        (await CountAsync(second)).Should().Be(1);
        using var brief = new CancellationTokenSource();
        var waiting = CountAsync(other, brief.Token);
        waiting.IsCompleted.Should().BeFalse();
        await brief.CancelAsync();
        await waiting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Whoever_has_gone_is_forgotten()
    {
        var subscription = _feed.Subscribe(_job);
        subscription.Dispose();
        subscription.Dispose();

        _feed.Invoking(feed => feed.Publish(At(JobState.Completed))).Should().NotThrow();
    }

    [Fact]
    public void Followers_on_another_server_see_the_same_and_no_more_often_than_they_can_follow()
    {
        var (here, there) = TestLine.Pair();
        var time = new FakeTimeProvider();
        var (working, watching) = (new JobFeed(here, time), new JobFeed(there, time));
        var told = new List<JobStatus>();
        watching.Published += told.Add;
        var progress = new AnalysisProgress(3, 10, TimeSpan.FromSeconds(1.5), 2, 0)
        {
            Seen = [new FirstSight("Dog", new Instance(new Box(0.1, 0.2, 0.3, 0.4), 91.5))],
        };

        working.Publish(At(JobState.Queued));
        for (var sample = 0; sample < 100; sample++)
        {
            working.Publish(At(JobState.Analyzing) with { Progress = progress with { Done = sample } });
            time.Advance(TimeSpan.FromMilliseconds(25));
        }

        watching.Current(_job).Should().BeEquivalentTo(At(JobState.Analyzing) with { Progress = progress with { Done = 90 } });
        told.Should().HaveCount(11);
        working.Publish(At(JobState.Completed));
        told[^1].State.Should().Be(JobState.Completed);
        watching.Current(_job).Should().BeNull();
    }

    private static async Task<int> CountAsync(JobSubscription subscription, CancellationToken? until = null)
    {
        var count = 0;
        await foreach (var _ in subscription.ReadAsync(until ?? Soon))
            count++;
        return count;
    }
}
