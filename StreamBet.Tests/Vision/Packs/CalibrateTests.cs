using System.Globalization;
using System.Text.Json;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Packs.Fitting;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Vision.Packs;

/// <summary>The command that calibrates a pack.</summary>
public sealed class CalibrateTests
{
    [Fact]
    public async Task Rendered_clips_give_increasing_coefficients_that_the_start_accepts()
    {
        using var pack = new TestPack { Class = "Läva" };
        pack.Manifest["calibration"] = JsonSerializer.SerializeToNode(new
        {
            basis = new string('0', 64),
            clips = 6,
            classes = Array.Empty<object>(),
        });
        pack.UseModel(TestPack.Redness());
        using var clips = new TemporaryFolder();
        await RenderAsync(clips, "läva", positives: 12, absent: 12);

        var (code, output, error) = await RunAsync("--pack", pack.Folder, "--clips", clips.Path);

        error.Should().BeEmpty();
        code.Should().Be(0);
        output.Should().Contain("24 of 24: ").And.MatchRegex(@"Läva\s+\S+\s+\S+\s+12\+12 ").And.NotContain("Not calibrated");
        using var packs = pack.Load();
        var known = packs.All[0].Manifest.Calibration!.Classes.Should().ContainSingle().Subject;
        known.Slope.Should().BePositive();
        known.ChanceOf(0.98).Should().BeGreaterThan(80);
        known.ChanceOf(0.9).Should().BeGreaterThan(known.ChanceOf(0.5));
        known.ChanceOf(0.1).Should().BeLessThan(20);
        known.MayDecide.Should().BeTrue();
        (known.Counts.Positives, known.Counts.Absent, known.Counts.No, known.Counts.WrongYes).Should().Be((12, 12, 0, 0));
        packs.Extend(VisionVocabulary.All).Find("Läva")!.IsValidated.Should().BeTrue();
        pack.Reload();
        (await File.ReadAllTextAsync(Path.Combine(pack.Folder, "pack.json"))).Should().Contain("Läva");
        pack.Manifest.Select(member => member.Key).Should().Equal("name", "model", "input", "output", "classes", "calibration");
        pack.Input["scale"]!.ToJsonString().Should().Be("0.00392156862745098");
        Directory.GetFiles(pack.Folder).Select(Path.GetFileName).Should().BeEquivalentTo("model.onnx", "pack.json");
    }

    [Fact]
    public async Task Too_few_clips_leave_the_pack_as_it_is()
    {
        using var pack = new TestPack { Class = "Lava" };
        pack.UseModel(TestPack.Redness());
        var before = await File.ReadAllTextAsync(Path.Combine(pack.Folder, "pack.json"));
        using var clips = new TemporaryFolder();
        await RenderAsync(clips, "Lava", positives: 2, absent: 3);

        var (code, output, error) = await RunAsync("--clips", clips.Path, "--pack", pack.Folder);

        code.Should().Be(2);
        output.Should().Contain("Not calibrated: 2 clips show Lava for 2 s or more, and 3 are needed.");
        error.Should().Contain("No class could be calibrated, so the pack was left as it is.");
        (await File.ReadAllTextAsync(Path.Combine(pack.Folder, "pack.json"))).Should().Be(before);
    }

    [Theory]
    [InlineData("[]", "*must be a list of 1 to*")]
    [InlineData("{", "*not valid JSON*")]
    [InlineData("""[{"file":"../a.mp4","labels":[]}]""", "*without a path.*")]
    [InlineData("""[{"file":"nowhere.mp4","labels":[]}]""", "*\"nowhere.mp4\", which is not in the folder.*")]
    [InlineData("""[{"file":"a.mp4","labels":[{"name":"Cat","from":0,"to":3}]}]""", "*\"Cat\", which is not one of the pack's classes.*")]
    [InlineData("""[{"file":"a.mp4","labels":[{"name":"Dog","from":3,"to":3}]}]""", "*must be later than \"from\".*")]
    [InlineData("""[{"file":"a.mp4"}]""", "*labels\" is missing*")]
    [InlineData("""[{"file":"a.mp4","labels":[]},{"file":"a.mp4","labels":[]}]""", "*\"a.mp4\" is there twice*")]
    public async Task Wrong_labels_get_a_sentence(string labels, string sentence)
    {
        using var pack = new TestPack();
        using var clips = new TemporaryFolder();
        await File.WriteAllTextAsync(clips.File("labels.json"), labels);
        await File.WriteAllTextAsync(clips.File("a.mp4"), "");

        var (code, _, error) = await RunAsync("--pack", pack.Folder, "--clips", clips.Path);

        code.Should().Be(2);
        error.Should().Match($"labels.json: {sentence}");
    }

    [Fact]
    public async Task Without_folders_it_says_how_it_is_called()
    {
        var (code, _, error) = await RunAsync("--pack");

        code.Should().Be(2);
        error.Should().StartWith("calibrate --pack FOLDER --clips FOLDER");
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(5, false)]
    [InlineData(20, true)]
    public void Few_clips_give_no_certainty(int clips, bool isCertain)
    {
        ClipScore[] scores =
        [
            .. Enumerable.Repeat(new ClipScore(true, 0.95, 0.95), clips),
            .. Enumerable.Repeat(new ClipScore(false, 0, 0), clips),
        ];

        var known = ClassFit.Fit("Dog", scores, 0.3, out var whyNot)!;

        whyNot.Should().BeNull();
        (known.ChanceOf(1) > 80).Should().Be(isCertain);
        known.ChanceOf(1).Should().BeLessThanOrEqualTo(100.0 * clips / (clips + 1));
    }

    [Fact]
    public void What_is_missed_counts_at_its_worst()
    {
        ClipScore[] scores =
        [
            .. Enumerable.Repeat(new ClipScore(true, 0.95, 0.95), 18),
            .. Enumerable.Repeat(new ClipScore(true, 0, 0), 2),
            .. Enumerable.Repeat(new ClipScore(false, 0, 0), 20),
        ];

        var known = ClassFit.Fit("Dog", scores, 0.3, out _)!;

        known.Counts.No.Should().Be(2);
        known.Residue.Should().BeApproximately(30.1, 0.1, "of 2 in 20, Wilson's upper bound is 30.1 %");
    }

    [Fact]
    public void Scores_that_mean_nothing_are_not_calibrated()
    {
        ClipScore[] scores =
        [
            .. Enumerable.Repeat(new ClipScore(true, 0.2, 0.2), 10),
            .. Enumerable.Repeat(new ClipScore(false, 0.9, 0.9), 10),
        ];

        ClassFit.Fit("Dog", scores, 0.3, out var whyNot).Should().BeNull();
        whyNot.Should().Be("Higher scores of Dog do not mean that it is there more often.");
    }

    // The redder the picture, the higher the model's score.
    private static async Task RenderAsync(TemporaryFolder folder, string label, int positives, int absent)
    {
        var entries = new List<object>();
        for (var i = 0; i < positives + absent; i++)
        {
            var isPositive = i < positives;
            var red = isPositive ? 210 + (3 * i) : 3 * (i - positives);
            var name = string.Create(CultureInfo.InvariantCulture, $"red-{red}.mp4");
            var clip = await TestClips.MakeAsync(
                name, "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"color=0x{red:x2}2020:size=160x90:rate=4"), "-t", "3",
                "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast");
            File.Copy(clip, folder.File(name));
            object[] labels = isPositive ? [new { name = label, from = 0.0, to = 3.0 }] : [];
            entries.Add(new { file = name, labels });
        }

        await File.WriteAllTextAsync(folder.File(LabelledClips.FileName), JsonSerializer.Serialize(entries));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
        var code = await CalibrateCommand.RunAsync(arguments, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
