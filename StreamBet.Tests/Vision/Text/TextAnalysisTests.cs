using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Text;

/// <summary>Text through the whole analyzer.</summary>
public sealed class TextAnalysisTests
{
    private readonly Observer _observer = new();

    [Fact]
    public async Task Text_is_read_only_where_it_is_asked_for()
    {
        var frames = new StillFrames(4);
        var analyzer = new EmbeddedAnalyzer(Conversions.Probe, frames, KnownAnalyses.Models, KnownAnalyses.Readers, Conversions.Pictures);
        var video = new VideoMetadata(TimeSpan.FromSeconds(2), "MPEG-4", "h264", 640, 360, 25, 0);

        var (analysis, _) = await analyzer.AnalyzeAsync(
            new AnalysisRequest(Guid.NewGuid(), 1, new StoredClip("nowhere.mp4"), video, null), _observer, CancellationToken.None);

        analysis.Text.Should().BeNull();
        analysis.Analyzer.Models.Should().HaveCount(3);
        _observer.Reports.Should().OnlyContain(report => report.Step == AnalysisStep.Examining);
    }

    [Fact]
    public async Task Two_readers_agree_on_what_a_clip_shows()
    {
        var (analysis, fingerprint) = await AnalyzeClipAsync(KnownAnalyses.Readers);

        fingerprint.Kept.Count.Should().Be(6);
        fingerprint.Fine!.Count.Should().Be(24, "it is taken along, at eight samples a second");
        var text = analysis.Text!;
        text.Readers.Should().HaveCount(2).And.StartWith("PP-OCRv4");
        text.Coverage.Should().Be(new Coverage(6, 6, TimeSpan.FromSeconds(0.5)));
        text.OutOfBounds.Should().BeNull();
        text.Residue.Should().Be(TextCertainty.Shipped.Residue);
        text.Lines.Select(line => Folding.Joined(line.Text))
            .Should().Contain(["SCOREI25O", "GAMEOVER", "PRESSANYKEY", "TIMEI245"]);
        var title = text.Lines.First(line => Folding.Joined(line.Text) == "GAMEOVER");
        Folding.Joined(title.SecondText!).Should().Be("GAMEOVER");
        title.Sightings.Select(sighting => sighting.At.TotalSeconds).Should().Equal(0, 0.5, 1, 1.5, 2, 2.5);
        title.Sightings.Should().OnlyContain(sighting => sighting.Confidence > 80 && sighting.Doubt >= sighting.Confidence);
        title.Sightings[0].Instances.Should().ContainSingle().Which.Box.Should().Match<Box>(box =>
            Math.Abs(box.Left - 0.27) < 0.03 && Math.Abs(box.Bottom - 0.54) < 0.05);
        analysis.Analyzer.Models.Select(model => model.Name).Should().Contain(["PP-OCRv4 detection", "PP-OCRv4 recognition"])
            .And.Contain(name => name.StartsWith("Tesseract", StringComparison.Ordinal));
        _observer.Reports.Where(report => report.Step == AnalysisStep.ReadingText).Select(report => (report.Done, report.Planned))
            .Should().Equal(Enumerable.Range(1, 6).Select(done => (done, (int?)6)));
    }

    [Fact]
    public async Task One_reader_alone_proves_nothing()
    {
        var analysis = await AnalyzeAsync(new SecondReaders(["libnothing.so.5"]));

        analysis.Text!.Readers.Should().Equal("PP-OCRv4");
        analysis.Text.Lines.Should().OnlyContain(line => line.SecondText == null);
        analysis.Text.Lines.Select(line => Folding.Joined(line.Text)).Should().Contain("GAMEOVER");
        analysis.Text.Lines.SelectMany(line => line.Sightings)
            .Should().OnlyContain(sighting => sighting.Confidence <= TextCertainty.MaxAlone);
    }

    [Fact]
    public async Task A_cancelled_reading_ends_and_gives_everything_back()
    {
        using var cancel = new CancellationTokenSource();
        var frames = new StillFrames(1000);
        var video = new VideoMetadata(TimeSpan.FromSeconds(500), "MPEG-4", "h264", 320, 180, 25, 0);
        _observer.OnReport = report =>
        {
            if (report.Done == 3)
                cancel.Cancel();
        };
        var examination = new TextExamination(
            await KnownAnalyses.Models.LoadTextAsync(), KnownAnalyses.Readers, video, _observer);

        var read = () => examination.RunAsync(frames, "nowhere.mp4", cancel.Token);

        await read.Should().ThrowAsync<OperationCanceledException>();
        frames.Given.Should().BeLessThan(20);
        frames.AllGivenBack.Should().BeTrue();
    }

    [Theory]
    [InlineData(200, 100, 10, false, "*too small*")]
    [InlineData(1280, 200, 10, false, "*too narrow*")]
    [InlineData(1280, 720, 1, false, "*too short*")]
    [InlineData(1280, 720, 600, false, "*too long*")]
    [InlineData(1280, 720, 10, true, "*more text*")]
    public void Outside_the_measured_bounds_the_residue_does_not_apply(int width, int height, int seconds, bool isCut, string why) =>
        TextBounds.Check(new VideoMetadata(TimeSpan.FromSeconds(seconds), "MPEG-4", "h264", width, height, 25, 0), isCut)
            .Should().Match(why);

    private async Task<ClipAnalysis> AnalyzeAsync(SecondReaders readers) => (await AnalyzeClipAsync(readers)).Analysis;

    private async Task<AnalyzedClip> AnalyzeClipAsync(SecondReaders readers)
    {
        var clip = new StoredClip(await TextPictures.ClipAsync());
        var analyzer = new EmbeddedAnalyzer(
            Conversions.Probe, new FfmpegFrameSource(new MediaOptions(), TimeProvider.System), KnownAnalyses.Models, readers, Conversions.Pictures);
        var video = await analyzer.ProbeAsync(clip, CancellationToken.None);
        var request = new AnalysisRequest(Guid.NewGuid(), 1, clip, video, null) { ReadsText = true };
        return await analyzer.AnalyzeAsync(request, _observer, CancellationToken.None);
    }

    private sealed class Observer : IAnalysisObserver
    {
        public List<AnalysisProgress> Reports { get; } = [];

        public Action<AnalysisProgress>? OnReport { get; set; }

        public void Report(AnalysisProgress progress)
        {
            Reports.Add(progress);
            OnReport?.Invoke(progress);
        }

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<int> BeginAttemptAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is remote.");
    }
}
