using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision;

public sealed class EmbeddedAnalyzerTests
{
    private static readonly VideoMetadata FiveSeconds =
        new(TimeSpan.FromSeconds(5), "MPEG-4", "h264", 640, 360, 25, 0);

    private readonly Observer _observer = new();

    [Fact]
    public async Task Every_sample_is_examined_reported_and_given_back()
    {
        var frames = new StillFrames(10);
        var analyzer = Analyzer(frames);

        var (analysis, _) = await analyzer.AnalyzeAsync(Request(), _observer, CancellationToken.None);

        analysis.Coverage.Should().Be(new Coverage(10, 10, TimeSpan.FromSeconds(0.5)));
        analysis.Labels.Should().NotContain(label => label.Confidence > 80, "a test pattern shows nothing");
        analysis.Video.Should().Be(FiveSeconds);
        analysis.Analyzer.Name.Should().Be("embedded");
        analysis.Analyzer.Models.Select(model => model.Name).Should().Equal("CenterNet", "NanoDet", "SSD-MobileNetV2");
        _observer.Reports.Select(report => report.Done).Should().Equal(Enumerable.Range(1, 10));
        _observer.Reports.Should().OnlyContain(report => report.Planned == 10 && report.Polls == 0);
        _observer.Reports[^1].At.Should().Be(TimeSpan.FromSeconds(4.5));
        frames.AllGivenBack.Should().BeTrue();
    }

    [Fact]
    public async Task A_clip_that_ends_early_is_not_examined_whole()
    {
        var analyzer = Analyzer(new StillFrames(4));

        var (analysis, _) = await analyzer.AnalyzeAsync(Request(), _observer, CancellationToken.None);

        analysis.Coverage.IsWhole.Should().BeFalse();
        analysis.Coverage.Examined.Should().Be(4);
    }

    [Fact]
    public async Task What_fails_in_the_decoder_fails_the_analysis()
    {
        var fault = new AnalysisFailedException("clip_damaged", "This clip is damaged.");
        var frames = new StillFrames(9) { Before = index => Throw(index == 5 ? fault : null) };
        var analyzer = Analyzer(frames);

        var analyze = () => analyzer.AnalyzeAsync(Request(), _observer, CancellationToken.None);

        (await analyze.Should().ThrowAsync<AnalysisFailedException>()).Which.Should().BeSameAs(fault);
        frames.AllGivenBack.Should().BeTrue();
    }

    [Fact]
    public async Task What_fails_in_the_observer_stops_the_decoder()
    {
        var frames = new StillFrames(1000);
        var analyzer = Analyzer(frames);
        _observer.OnReport = report => Throw(report.Done == 3 ? new InvalidOperationException("full") : null);

        var analyze = () => analyzer.AnalyzeAsync(Request(), _observer, CancellationToken.None);

        await analyze.Should().ThrowAsync<InvalidOperationException>().WithMessage("full");
        frames.Given.Should().BeLessThan(20);
        frames.AllGivenBack.Should().BeTrue();
    }

    [Fact]
    public async Task A_cancelled_analysis_ends_and_gives_everything_back()
    {
        using var cancel = new CancellationTokenSource();
        var frames = new StillFrames(1000);
        var analyzer = Analyzer(frames);
        _observer.OnReport = report =>
        {
            if (report.Done == 3)
                cancel.Cancel();
        };

        var analyze = () => analyzer.AnalyzeAsync(Request(), _observer, cancel.Token);

        await analyze.Should().ThrowAsync<OperationCanceledException>();
        frames.Given.Should().BeLessThan(20);
        frames.AllGivenBack.Should().BeTrue();
    }

    [Fact]
    public async Task Without_models_it_says_what_to_do()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), "streambet-no-models");
        var analyzer = new EmbeddedAnalyzer(new NoProbe(), new StillFrames(1), new ModelLoader(new ModelFiles(nowhere)), KnownAnalyses.Readers, Conversions.Pictures);

        var analyze = () => analyzer.AnalyzeAsync(Request(), _observer, CancellationToken.None);

        (await analyze.Should().ThrowAsync<AnalysisFailedException>()).Which.Code.Should().Be("models_missing");
        var missing = await analyzer.FindMissingPartsAsync(CancellationToken.None);
        missing.Select(part => part.Name)
            .Should().Equal("ffmpeg", "centernet.json", "centernet.bin", "nanodet.json", "nanodet.bin",
                "objectron_solution_packed_assets.data", "ch_PP-OCRv4_det_infer.onnx", "ch_PP-OCRv4_rec_infer.onnx",
                "ppocr_keys_v1.txt");
    }

    [Fact]
    public async Task Clips_side_by_side_share_the_models()
    {
        var analyzer = Analyzer(new StillFrames(6));

        var analyses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            analyzer.AnalyzeAsync(Request(), new Observer(), CancellationToken.None)));

        analyses.Should().OnlyContain(clip => clip.Analysis.Coverage.Examined == 6);
    }

    private static EmbeddedAnalyzer Analyzer(IFrameSource frames) =>
        new(new NoProbe(), frames, KnownAnalyses.Models, KnownAnalyses.Readers, Conversions.Pictures);

    private static AnalysisRequest Request() =>
        new(Guid.NewGuid(), 1, new StoredClip("nowhere.mp4"), FiveSeconds, null);

    private static void Throw(Exception? fault)
    {
        if (fault is not null)
            throw fault;
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

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<int> BeginAttemptAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is remote.");
    }

    private sealed class NoProbe : IClipProbe
    {
        public Task<VideoMetadata> ProbeAsync(string path, CancellationToken ct) => Task.FromResult(FiveSeconds);

        public Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<MissingPart>>([new MissingPart("ffmpeg", "Decodes.", "Install it.")]);
    }
}
