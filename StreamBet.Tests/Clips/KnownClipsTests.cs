using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips;

/// <summary>Which clips count as known when another arrives.</summary>
public abstract class KnownClipsTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public async Task A_clip_is_known_when_its_analysis_had_started_before_the_other_arrived()
    {
        await using var exchange = await OpenAsync();
        var first = await AddAsync(exchange, scene: 1, arrived: 0, started: 5);
        var second = await AddAsync(exchange, scene: 1, arrived: 3, started: 9);
        var other = await AddAsync(exchange, scene: 2, arrived: 20, started: 21);
        var third = await AddAsync(exchange, scene: 1, arrived: 30, started: 31);

        (await FindAsync(exchange, first)).Should().BeEmpty("nothing was analysed when it arrived");
        (await FindAsync(exchange, second)).Should().BeEmpty("the first clip's analysis had not started when it arrived");
        (await FindAsync(exchange, other)).Should().BeEmpty("it shows something else");
        (await FindAsync(exchange, third)).Should().BeEquivalentTo([first.Id, second.Id]);
        await exchange.DisposeAsync();

        await using var restarted = await OpenAsync();
        (await FindAsync(restarted, third)).Should().BeEquivalentTo([first.Id, second.Id]);
        await restarted.DisposeAsync();
    }

    [Fact]
    public async Task A_clip_analysed_by_an_earlier_version_has_no_fingerprint_and_is_no_copy()
    {
        await using var exchange = await OpenAsync();
        await AddAsync(exchange, scene: null, arrived: 0, started: 1);
        var job = await AddAsync(exchange, scene: null, arrived: 5, started: 6);

        (await FindAsync(exchange, job)).Should().BeEmpty();
        await exchange.DisposeAsync();
    }

    [Fact]
    public async Task A_copy_of_what_moves_quickly_is_found_by_its_clip()
    {
        await using var exchange = await OpenAsync();
        var quick = new MovingScene(1, pace: 4);
        var known = await AddAsync(exchange, quick.Samples(0, 15), arrived: 0, started: 5);
        var copy = await AddAsync(exchange, quick.Samples(2.25, 12), arrived: 30, started: 31);
        (await FindAsync(exchange, copy)).Should().BeEmpty("its samples show other moments than those of the known clip");

        await using (var upload = await exchange.Get<IClipStore>().BeginAsync(copy.Id, default))
        {
            await upload.WriteAsync(await File.ReadAllBytesAsync(await ClipOfAsync(quick, 2.25, 12)), default);
            await upload.CompleteAsync(default);
        }

        (await FindAsync(exchange, copy)).Should().Equal(known.Id);
    }

    [Fact]
    public async Task A_copy_of_what_moves_quickly_is_found_by_the_fingerprint_that_its_analysis_took()
    {
        await using var exchange = await OpenAsync();
        const int Fine = ClipFingerprint.FineSamplesPerSecond;
        var quick = new MovingScene(1, pace: 4);
        var known = await AddAsync(exchange, quick.Samples(0, 15), arrived: 0, started: 5);
        var copy = await AddAsync(exchange, quick.Samples(2.25, 12), arrived: 30, started: 31);

        (await FindAsync(exchange, copy, ClipFingerprint.FromSamples(quick.Samples(2.25, 12, Fine), Fine))).Should().Equal(known.Id);
    }

    [Fact]
    public async Task A_clip_that_can_not_be_decoded_once_more_is_compared_by_what_is_kept_of_it()
    {
        await using var exchange = await OpenAsync();
        await AddAsync(exchange, scene: 2, arrived: 0, started: 5);
        var job = await AddAsync(exchange, scene: 1, arrived: 30, started: 31);
        await using (var upload = await exchange.Get<IClipStore>().BeginAsync(job.Id, default))
        {
            await upload.WriteAsync("no clip"u8.ToArray(), default);
            await upload.CompleteAsync(default);
        }

        (await FindAsync(exchange, job)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0, 6, false)]
    [InlineData(0, 10, true)]
    [InlineData(20, 60, false)]
    [InlineData(9, 3, true)]
    public void A_yes_is_given_away_by_a_stretch_that_shows_one_of_its_moments(double from, double seconds, bool isGivenAway)
    {
        var yes = new Verdict(Outcome.Yes, 90, [TimeSpan.FromSeconds(10)], null, []);

        Shared(from, seconds).GivesAway(yes, TimeSpan.Zero, TimeSpan.FromSeconds(60)).Should().Be(isGivenAway);
    }

    [Theory]
    [InlineData(0, 6, false)]
    [InlineData(0, 30, true)]
    [InlineData(25, 35, true)]
    public void A_no_is_given_away_by_half_of_what_was_examined(double from, double seconds, bool isGivenAway)
    {
        var no = new Verdict(Outcome.No, 90, [], null, []);

        Shared(from, seconds).GivesAway(no, TimeSpan.Zero, TimeSpan.FromSeconds(60)).Should().Be(isGivenAway);
    }

    private static EarlierClip Shared(double from, double seconds) => new(
        AnalysisJob.Offer(Guid.NewGuid(), "guest:a", "a.mp4", [], sharesFrames: false, Start),
        new FingerprintMatch(TimeSpan.Zero, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(seconds), 1, IsMirrored: false, 5));

    private static async Task<IEnumerable<Guid>> FindAsync(Exchange exchange, AnalysisJob job, ClipFingerprint? fine = null) =>
        (await exchange.Get<KnownClips>().FindEarlierAsync(job, fine, default)).Select(clip => clip.Job.Id);

    private static async Task<string> ClipOfAsync(MovingScene scene, double from, double seconds)
    {
        var raw = await TestClips.WriteAsync("quick.raw", scene.Raw(from, seconds, 16, 160, 90));
        return await TestClips.MakeAsync(
            "quick.mp4", "-f", "rawvideo", "-pixel_format", "gray", "-video_size", "160x90", "-framerate", "16", "-i", raw,
            "-vf", "format=yuv420p", "-c:v", "libx264", "-preset", "veryfast");
    }

    private static Task<AnalysisJob> AddAsync(Exchange exchange, int? scene, int arrived, int started) =>
        AddAsync(exchange, scene is { } seed ? new MovingScene(seed).Samples(0, 10) : null, arrived, started);

    private static async Task<AnalysisJob> AddAsync(
        Exchange exchange, List<FingerprintPicture>? samples, int arrived, int started)
    {
        var job = AnalysisJob.Offer(Guid.CreateVersion7(), "key:uploader", "clip.mp4", [], sharesFrames: false, Start);
        job.Accept(new string('a', 64), 1_000, Analyses.Of(30).Video, Start.AddSeconds(arrived));
        job.Start(Start.AddSeconds(started));
        await using var unit = await exchange.Work.BeginAsync(default);
        unit.Jobs.Add(job);
        if (samples is not null)
            await unit.Fingerprints.AddAsync(job.Id, ClipFingerprint.FromSamples(samples), default);
        await unit.CommitAsync(default);
        return job;
    }
}

public sealed class KnownClipsOnSqliteTests() : KnownClipsTests(TestDatabase.Sqlite);

public sealed class KnownClipsOnPostgresTests() : KnownClipsTests(TestDatabase.Postgres);
