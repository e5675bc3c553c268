using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Core.Media.Sample;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media.Sample;

public sealed class SampleClipTests : IDisposable
{
    private const double Sure = 80;

    private static readonly SampleClip Shared = New("ffmpeg");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_is_a_small_MP4_that_plays_while_it_is_still_coming()
    {
        var bytes = await Shared.GetAsync(default);

        bytes.Length.Should().BeLessThan(1_500_000);
        bytes.Span.IndexOf("moov"u8).Should().BePositive().And.BeLessThan(bytes.Span.IndexOf("mdat"u8));
        (await Conversions.Probe.ProbeAsync(await SaveAsync(bytes), default))
            .Should().Be(new VideoMetadata(TimeSpan.FromSeconds(6.5), "QuickTime / MOV", "h264", 640, 360, 20, 0));
    }

    [Fact]
    public async Task The_analyzer_is_sure_of_the_player_at_once_and_of_the_ball_when_it_has_come()
    {
        var analysis = await KnownAnalyses.OfAsync(await SaveAsync(await Shared.GetAsync(default)));

        analysis.Coverage.IsWhole.Should().BeTrue();
        var sure = analysis.Labels.Where(label => label.Confidence > Sure).ToDictionary(label => label.Name, FirstSure);
        sure.Keys.Should().BeEquivalentTo("Person", "Ball", "Play");
        sure["Person"].Should().Be(TimeSpan.Zero);
        sure["Ball"].TotalSeconds.Should().BeInRange(1.5, 2.5);
        sure["Play"].TotalSeconds.Should().BeInRange(3, 4);
    }

    [Fact]
    public async Task All_callers_share_one_making_and_each_may_give_up_waiting_for_it()
    {
        var sample = New("ffmpeg");
        using var cancellation = new CancellationTokenSource();
        var impatient = sample.GetAsync(cancellation.Token);
        var patient = sample.GetAsync(default);

        await cancellation.CancelAsync();

        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        var bytes = await patient;
        bytes.IsEmpty.Should().BeFalse();
        (await sample.GetAsync(default)).Equals(bytes).Should().BeTrue("it is the same memory");
    }

    [Fact]
    public async Task A_server_without_ffmpeg_says_so_until_it_is_installed()
    {
        var sample = New(_folder.File("ffmpeg"));

        (await RefusalOfAsync(sample)).Should()
            .BeEquivalentTo(new { Kind = RefusalKind.Unavailable, Code = "ffmpeg_missing" });
        File.CreateSymbolicLink(_folder.File("ffmpeg"), ToolLocator.Find("ffmpeg")!);

        (await sample.GetAsync(default)).IsEmpty.Should().BeFalse();
    }

    [Fact]
    public async Task An_ffmpeg_that_fails_is_no_fault_of_the_person_who_asks() =>
        (await RefusalOfAsync(New("false"))).Should()
            .BeEquivalentTo(new { Kind = RefusalKind.Unavailable, Code = "sample_failed" });

    public void Dispose() => _folder.Dispose();

    private static SampleClip New(string ffmpeg)
    {
        var options = new MediaOptions { Ffmpeg = ffmpeg };
        return new SampleClip(
            options, new MediaTools(options, TimeProvider.System), TimeProvider.System, NullLogger<SampleClip>.Instance);
    }

    private static TimeSpan FirstSure(DetectedLabel label) =>
        label.Sightings.First(sighting => sighting.Confidence > Sure).At;

    private static async Task<Refusal> RefusalOfAsync(SampleClip sample)
    {
        var getting = () => sample.GetAsync(default);
        return (await getting.Should().ThrowAsync<RefusedException>()).Which.Refusal;
    }

    private async Task<string> SaveAsync(ReadOnlyMemory<byte> bytes)
    {
        await File.WriteAllBytesAsync(_folder.File("sample.mp4"), bytes);
        return _folder.File("sample.mp4");
    }
}
