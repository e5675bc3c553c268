using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.LocalFiles;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Clips;

/// <summary>Frames are kept as far as that can be done, and never hold a verdict up. The clips here are no videos: what takes
/// the pictures is the test's.</summary>
public sealed class EvidenceKeeperTests : IDisposable, IFrameGrabber
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly AnalysisJob _job = AnalysisJob.Offer(
        Guid.NewGuid(), "guest:ada", "clip.mp4", [1], sharesFrames: false, DateTimeOffset.UnixEpoch);
    private readonly FolderClipStore _clips;
    private readonly FolderFrameStore _frames;
    private readonly DecoderSlots _slots = new();
    private readonly EvidenceKeeper _keeper;
    private readonly ConcurrentQueue<TimeSpan> _grabbed = [];
    private Func<TimeSpan, CancellationToken, Task<byte[]?>> _grab = (at, _) => Task.FromResult<byte[]?>(PictureOf(at));

    public EvidenceKeeperTests()
    {
        _clips = new FolderClipStore(_folder.File("clips"));
        _frames = new FolderFrameStore(_folder.File("evidence"));
        _keeper = new EvidenceKeeper(_clips, this, _frames, _slots, _time, NullLogger<EvidenceKeeper>.Instance);
        _job.Accept(new string('a', 64), 1, Analyses.Of(100).Video, DateTimeOffset.UnixEpoch);
    }

    public void Dispose()
    {
        _slots.Dispose();
        _folder.Dispose();
    }

    Task<byte[]?> IFrameGrabber.GrabAsync(
        StoredClip clip, VideoMetadata video, TimeSpan at, CancellationToken cancellationToken)
    {
        _grabbed.Enqueue(at);
        return _grab(at, cancellationToken);
    }

    [Fact]
    public async Task Evidence_names_the_digest_of_each_frame_that_was_kept()
    {
        await HoldClipAsync();
        var verdict = Dogs(3, 10);

        await _keeper.GrabAsync(_job, [verdict], default);

        var evidence = await _keeper.FindAsync(_job.Id, EvidenceMoments.Of(verdict), default);
        evidence.Select(moment => moment.FrameSha256).Should().Equal(DigestOf(3), DigestOf(10));
        evidence.Should().OnlyContain(moment => moment.JobId == _job.Id);
    }

    [Fact]
    public async Task A_moment_of_several_markets_is_taken_once_and_not_again_after_a_restart()
    {
        await HoldClipAsync();

        await _keeper.GrabAsync(_job, [Dogs(3, 10), Dogs(10, 20)], default);
        await _keeper.GrabAsync(_job, [Dogs(3, 10, 20)], default);

        _grabbed.Select(at => at.TotalSeconds).Should().BeEquivalentTo([3, 10, 20]);
    }

    [Fact]
    public async Task A_verdict_has_twelve_frames_at_most()
    {
        await HoldClipAsync();
        var verdict = Dogs([.. Enumerable.Range(0, 30).Select(n => n * 3.0)]);

        await _keeper.GrabAsync(_job, [verdict], default);

        _grabbed.Should().HaveCount(12);
        (await _keeper.FindAsync(_job.Id, EvidenceMoments.Of(verdict), default)).Should().HaveCount(12);
    }

    [Fact]
    public async Task The_frame_of_the_strongest_doubt_is_kept_too()
    {
        await HoldClipAsync();
        var verdict = Dogs((3, 60), (20, 30)) with { Doubt = new Doubt(75, "Dog", TimeSpan.FromSeconds(50), []) };

        await _keeper.GrabAsync(_job, [verdict, verdict], default);

        _grabbed.Select(at => at.TotalSeconds).Should().BeEquivalentTo([3, 50]);
        (await _frames.FindAsync(_job.Id, TimeSpan.FromSeconds(50), default)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_frame_that_cannot_be_taken_costs_that_frame_alone()
    {
        await HoldClipAsync();
        var verdict = Dogs(3, 10, 20);
        _grab = (at, _) => at.TotalSeconds switch
        {
            3 => Task.FromResult<byte[]?>(null),
            10 => throw new InvalidOperationException("The test made it fail."),
            _ => Task.FromResult<byte[]?>(PictureOf(at)),
        };

        await _keeper.GrabAsync(_job, [verdict], default);

        (await _keeper.FindAsync(_job.Id, EvidenceMoments.Of(verdict), default)).Select(moment => moment.FrameSha256)
            .Should().Equal(null, null, DigestOf(20));
    }

    [Fact]
    public async Task A_full_disk_costs_the_frames_alone()
    {
        await HoldClipAsync();
        await File.WriteAllTextAsync(_folder.File("evidence"), "A file where the folder is to be.");

        await _keeper.GrabAsync(_job, [Dogs(3)], default);

        (await _keeper.FindAsync(_job.Id, EvidenceMoments.Of(Dogs(3)), default)).Single().FrameSha256.Should().BeNull();
    }

    [Fact]
    public async Task Time_that_runs_out_leaves_the_rest_without_frames_and_every_market_with_some()
    {
        await HoldClipAsync();
        _grab = async (at, stop) =>
        {
            if (at.TotalSeconds is 3 or 50)
                return PictureOf(at);
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
            return null;
        };

        var grabbing = _keeper.GrabAsync(_job, [Dogs(3, 10, 20), Dogs(50, 60, 70)], default);
        await Eventually.IsTrueAsync(() => _grabbed.Count == 4, "two are done and two more are under way");
        grabbing.IsCompleted.Should().BeFalse();
        _time.Advance(EvidenceKeeper.Patience);
        await grabbing;

        (await _keeper.FindAsync(_job.Id, EvidenceMoments.Of(Dogs(3, 10, 20)), default)).Select(moment => moment.FrameSha256)
            .Should().Equal(DigestOf(3), null, null);
        (await _keeper.FindAsync(_job.Id, EvidenceMoments.Of(Dogs(50, 60, 70)), default)).Select(moment => moment.FrameSha256)
            .Should().Equal(DigestOf(50), null, null);
    }

    [Fact]
    public async Task Two_pictures_are_taken_at_a_time_however_many_clips_there_are()
    {
        await HoldClipAsync();
        using var gate = new SemaphoreSlim(0);
        _grab = async (at, stop) =>
        {
            await gate.WaitAsync(stop);
            return PictureOf(at);
        };

        var all = Task.WhenAll(Enumerable.Range(0, 4).Select(n => _keeper.GrabAsync(_job, [Dogs(n, n + 10)], default)));

        await Eventually.IsTrueAsync(() => _grabbed.Count >= 2, "they begin");
        _grabbed.Should().HaveCount(2);
        gate.Release(8);
        await all;
        _grabbed.Should().HaveCount(8);
    }

    [Fact]
    public async Task Without_the_clip_what_was_kept_is_used_and_nothing_is_taken()
    {
        await _frames.SaveAsync(_job.Id, TimeSpan.FromSeconds(3), PictureOf(TimeSpan.FromSeconds(3)), default);

        await _keeper.GrabAsync(_job, [Dogs(3, 10)], default);

        _grabbed.Should().BeEmpty();
        (await _keeper.FindAsync(_job.Id, EvidenceMoments.Of(Dogs(3, 10)), default)).Select(moment => moment.FrameSha256)
            .Should().Equal(DigestOf(3), null);
    }

    [Fact]
    public async Task A_server_that_stops_leaves_the_decision_to_the_next_start()
    {
        await HoldClipAsync();
        using var stopping = new CancellationTokenSource();
        _grab = async (_, stop) =>
        {
            await stopping.CancelAsync();
            stop.ThrowIfCancellationRequested();
            return null;
        };

        await _keeper.Invoking(keeper => keeper.GrabAsync(_job, [Dogs(3)], stopping.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task HoldClipAsync()
    {
        await using var upload = await _clips.BeginAsync(_job.Id, default);
        await upload.CompleteAsync(default);
    }

    private static Verdict Dogs(params double[] seconds) => Dogs([.. seconds.Select(second => (second, 90.0))]);

    private static Verdict Dogs(params (double Second, double Confidence)[] sightings) => CriterionEvaluator.Evaluate(
        new Criterion { Labels = ["Dog"] }, Analyses.Of(100, Label("Dog", sightings)), Analyses.Vocabulary);

    private static byte[] PictureOf(TimeSpan at) => [0xff, 0xd8, .. BitConverter.GetBytes(at.Ticks)];

    private static string DigestOf(double second) =>
        Convert.ToHexStringLower(SHA256.HashData(PictureOf(TimeSpan.FromSeconds(second))));
}
