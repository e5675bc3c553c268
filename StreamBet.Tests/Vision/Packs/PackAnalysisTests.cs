using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Packs;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Packs;

/// <summary>Analyses with a pack whose model sees the same thing, with a score of 0.9, in every sample.</summary>
public sealed class PackAnalysisTests
{
    private static readonly VideoMetadata Video = new(TimeSpan.FromSeconds(5), "MPEG-4", "h264", 640, 360, 25, 0);

    [Fact]
    public async Task An_uncalibrated_pack_is_named_and_never_decides()
    {
        using var pack = new TestPack { Class = "Fox" };
        using var packs = pack.Save().Load();

        var analysis = await AnalyzeAsync(packs);

        analysis.Analyzer.Models.Select(model => model.Name).Should().Equal("CenterNet", "NanoDet", "SSD-MobileNetV2", "pack Test");
        analysis.Analyzer.Models[^1].Digest.Should().MatchRegex("^[0-9a-f]{64}$");
        analysis.Calibration!.Id.Should().HaveLength(16);
        analysis.Residues.Should().BeEquivalentTo(VisionVocabulary.Residues);
        var fox = analysis.Labels.Single(label => label.Name == "Fox");
        fox.Category.Should().Be("Animals and Pets");
        fox.Sightings.Should().HaveCount(10).And.OnlyContain(sighting => sighting.Confidence == 72 && sighting.Doubt == 79.9);
        fox.Sightings[3].At.Should().Be(TimeSpan.FromSeconds(1.5));
        fox.Sightings[3].Instances.Should().ContainSingle().Which.Box.Left.Should().BeApproximately(0.25, 0.01);
        var vocabulary = packs.Extend(VisionVocabulary.All);
        vocabulary.Find("fox")!.CanExceed(80).Should().BeFalse();
        vocabulary.Find("fox")!.CanBeDisproved.Should().BeFalse();
        FluentActions.Invoking(() => new Criterion { Labels = ["Fox"] }.EnsureMarket(vocabulary)).Should().Throw<RefusedException>();
        CriterionEvaluator.Evaluate(new Criterion { Labels = ["Fox"] }, analysis, vocabulary).Outcome.Should().BeNull();
    }

    [Fact]
    public async Task A_score_of_one_without_a_calibration_stays_under_80()
    {
        using var pack = new TestPack { Class = "Fox" };
        pack.UseModel(TestPack.Constant([1, 3, TestPack.Height, TestPack.Width], ("out", [32, 16, 32, 16, 0, 1], [1, 6, 1])));
        using var packs = pack.Load();

        var analysis = await AnalyzeAsync(packs);

        analysis.Labels.Single(label => label.Name == "Fox").Sightings.Should().OnlyContain(
            sighting => sighting.Confidence == 79.9 && sighting.Doubt == 79.9);
    }

    [Fact]
    public async Task A_calibrated_pack_decides_yes()
    {
        using var pack = new TestPack { Class = "Fox" };
        using var packs = pack.Calibrate(20, 20).Load();

        var analysis = await AnalyzeAsync(packs);

        var vocabulary = packs.Extend(VisionVocabulary.All);
        var fox = vocabulary.Find("Fox")!;
        fox.IsValidated.Should().BeTrue();
        fox.Residue.Should().BeInRange(15, 17, "0 of 20 were missed");
        fox.CanBeDisproved.Should().BeTrue();
        fox.Measured.Should().Be(new MeasuredFigures(1, 1, 1, 20, 20));
        analysis.Residues.Should().HaveCount(VisionVocabulary.Residues.Count + 1);
        analysis.Residues["Fox"].Should().Be(fox.Residue);
        analysis.Calibration!.Id.Should().Be(
            $"{Core.Vision.Certainty.CalibrationTable.Shipped.Id} + pack Test {packs.All[0].Manifest.Calibration!.Id}");
        new Criterion { Labels = ["Fox"] }.EnsureMarket(vocabulary);
        CriterionEvaluator.Evaluate(new Criterion { Labels = ["Fox"] }, analysis, vocabulary).Outcome.Should().Be(Outcome.Yes);
    }

    [Theory]
    [InlineData(9, 20)]
    [InlineData(20, 9)]
    public async Task Few_clips_do_not_make_a_class_decide(int positives, int absent)
    {
        using var pack = new TestPack { Class = "Fox" };
        using var packs = pack.Calibrate(positives, absent).Load();

        var analysis = await AnalyzeAsync(packs);

        var fox = packs.Extend(VisionVocabulary.All).Find("Fox")!;
        fox.CanExceed(80).Should().BeFalse();
        fox.Residue.Should().BeNull();
        analysis.Residues.Should().NotContainKey("Fox");
        analysis.Labels.Single(label => label.Name == "Fox").Confidence.Should().Be(79.9);
    }

    [Fact]
    public async Task What_one_sample_shows_alone_does_not_decide()
    {
        using var pack = new TestPack { Class = "Fox" };
        using var packs = pack.Calibrate(20, 20).Load();

        var analysis = await AnalyzeAsync(packs, samples: 1);

        analysis.Labels.Single(label => label.Name == "Fox").Sightings.Should().ContainSingle().Which
            .Should().Match<Sighting>(sighting => sighting.Confidence == 79.9 && sighting.Doubt > 90);
    }

    [Fact]
    public void A_label_that_is_built_in_keeps_its_entry_unless_only_a_pack_may_decide_by_it()
    {
        using var pack = new TestPack { Class = "dog" };
        using (var packs = pack.Calibrate(20, 20).Load())
        {
            packs.Extend(VisionVocabulary.All).Find("Dog").Should().Be(VisionVocabulary.All.Find("Dog"));
            packs.Extend(VisionVocabulary.All).Labels.Should().HaveCount(VisionVocabulary.All.Labels.Count);
        }

        pack.Class = "Bird";
        using var birds = pack.Calibrate(20, 20).Load();
        birds.Extend(VisionVocabulary.WithText).Find("Bird").Should().Match<VocabularyLabel>(
            bird => bird.IsValidated && bird.Category == VisionVocabulary.All.Find("Bird")!.Category && bird.Measured!.Positives == 20);
        birds.Extend(VisionVocabulary.WithText).ReadsText.Should().BeTrue();
    }

    [Fact]
    public void The_higher_confidence_and_the_higher_doubt_count()
    {
        static DetectedLabel Dog(params (double At, double Confidence, double Doubt)[] seen) => new(
            "Dog", "Animals and Pets", false,
            [.. seen.Select(item => new Sighting(TimeSpan.FromSeconds(item.At), item.Confidence, [new(default, item.Confidence)]) { Doubt = item.Doubt })]);
        DetectedLabel[] known = [Dog((1, 90, 91), (2, 10, 50))], found = [Dog((0.5, 60, 60), (1, 70, 95), (2, 30, 40))];

        var merged = LabelMerge.Merge(known, found);

        merged.Should().ContainSingle().Which.Sightings
            .Select(sighting => (sighting.At.TotalSeconds, sighting.Confidence, sighting.Doubt, sighting.Instances[0].Confidence))
            .Should().Equal((0.5, 60, 60, 60), (1, 90, 95, 90), (2, 30, 50, 30));
    }

    [Fact]
    public async Task Without_packs_everything_is_as_before()
    {
        using var none = DetectorPacks.Load("", Core.Vision.Detection.ExecutionProvider.Processor, []);

        none.Begin(Video, VisionVocabulary.All, 2).Should().BeNull("it costs nothing");
        none.Extend(VisionVocabulary.All).Should().BeSameAs(VisionVocabulary.All);
        (await AnalyzeAsync(none)).Should().BeEquivalentTo(await AnalyzeAsync(null));
    }

    [Fact]
    public async Task Nonsense_in_the_middle_of_a_clip_fails_the_analysis()
    {
        using var pack = new TestPack { Class = "Fox" };
        // For the grey of the trial, 114 of 255, the score is just under 1.
        using var packs = pack.UseModel(TestPack.Redness(2.2f)).Load();

        var analyze = () => AnalyzeAsync(packs);

        (await analyze.Should().ThrowAsync<AnalysisFailedException>()).Which.Code.Should().Be("model_failed");
    }

    private static async Task<ClipAnalysis> AnalyzeAsync(DetectorPacks? packs, int samples = 10)
    {
        var analyzer = new EmbeddedAnalyzer(Conversions.Probe, new StillFrames(samples), KnownAnalyses.Models, KnownAnalyses.Readers, Conversions.Pictures, packs);
        var request = new AnalysisRequest(Guid.NewGuid(), 1, new StoredClip("nowhere.mp4"), Video, null);
        return (await analyzer.AnalyzeAsync(request, new Unheard(), CancellationToken.None)).Analysis;
    }

    private sealed class Unheard : IAnalysisObserver
    {
        public void Report(AnalysisProgress progress)
        {
        }

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<int> BeginAttemptAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is remote.");
    }
}
