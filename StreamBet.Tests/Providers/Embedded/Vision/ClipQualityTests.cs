using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StreamBet.Core.Analysis;
using StreamBet.Core.Providers.Embedded;
using StreamBet.Core.Providers.Embedded.Media;
using Xunit.Abstractions;

namespace StreamBet.Tests.Providers.Embedded.Vision;

/// <summary>What the analyzer finds in real clips, against what a person saw in them. The clips lie beside the project;
/// where they are absent the tests say so and pass.</summary>
[Trait("Category", "Clips")]
public sealed class ClipQualityTests(ITestOutputHelper output)
{
    /// <summary>Other true names for what the manifest lists, and what is there beyond it.</summary>
    private static readonly Dictionary<string, string[]> AlsoTrue = new()
    {
        ["dog_fetch_ball.mp4"] = ["Play"],
        ["soccer_juggling_man.mp4"] = ["Play"],
        ["pedestrians_campus.avi"] = ["Truck"],
    };

    private static readonly Dictionary<string, string> Names = new()
    {
        ["sports ball"] = "Ball",
        ["dining table"] = "Dining Table",
    };

    private static readonly HashSet<string> Living =
        ["Person", "Bird", "Cat", "Dog", "Horse", "Sheep", "Cow", "Elephant", "Bear", "Zebra", "Giraffe"];

    [Fact]
    public async Task What_is_reported_over_80_is_there()
    {
        if (Entries() is not { } entries)
            return;
        using var analyzer = Analyzer();
        var (right, wrong) = (0, 0);
        foreach (var entry in entries)
        {
            var file = entry.GetProperty("file").GetString()!;
            var watch = Stopwatch.StartNew();
            var analysis = await AnalyzeAsync(analyzer, entry);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: {analysis.Coverage.Examined} of {analysis.Coverage.Planned} samples in {watch.Elapsed.TotalSeconds:F1} s"));
            var truth = Truth(entry, file);
            foreach (var label in analysis.Labels)
            {
                var isRight = truth.Contains(label.Name);
                output.WriteLine(Describe(label, isRight));
                if (label.Confidence <= 80)
                    continue;
                right += isRight ? 1 : 0;
                wrong += isRight ? 0 : 1;
            }

            analysis.Coverage.IsWhole.Should().BeTrue($"{file} is undamaged");
        }

        output.WriteLine($"{right} right, {wrong} wrong over 80");
        ((double)right / (right + wrong)).Should().BeGreaterThanOrEqualTo(0.9);
    }

    [Theory]
    [InlineData("dog_fetch_ball.mp4")]
    [InlineData("golf_swing_iphone.mov")]
    [InlineData("pedestrians_campus.avi")]
    [InlineData("soccer_juggling_man.mp4")]
    [InlineData("webcam_face_glasses.mp4")]
    public async Task Persons_in_plain_sight_are_found(string file)
    {
        if (await LabelsOverAsync(file) is { } labels)
            labels.Should().Contain("Person");
    }

    [Theory]
    [InlineData("neg_empty_room.mp4")]
    [InlineData("neg_tree_leaves.avi")]
    [InlineData("game_fps_tinyarena.mp4")]
    public async Task Nobody_is_found_where_nobody_is(string file)
    {
        if (await LabelsOverAsync(file) is { } labels)
            labels.Should().NotContain(label => Living.Contains(label));
    }

    private async Task<IReadOnlyList<string>?> LabelsOverAsync(string file)
    {
        if (Entries()?.Single(entry => entry.GetProperty("file").GetString() == file) is not { } found)
            return null;
        using var analyzer = Analyzer();
        var analysis = await AnalyzeAsync(analyzer, found);
        return [.. analysis.Labels.Where(label => label.Confidence > 80).Select(label => label.Name)];
    }

    private List<JsonElement>? Entries()
    {
        if (VisionMaterial.Shared("clips") is { } folder)
            return JsonSerializer.Deserialize<List<JsonElement>>(File.ReadAllText(Path.Combine(folder, "manifest.json")));
        output.WriteLine("Not run: there is no shared/clips beside the project.");
        return null;
    }

    private static EmbeddedAnalyzer Analyzer() => new(new NoProbe(), new PlainFrames(), VisionMaterial.ModelDirectory);

    private static Task<VideoAnalysis> AnalyzeAsync(EmbeddedAnalyzer analyzer, JsonElement entry)
    {
        var rotation = entry.GetProperty("rotation") is { ValueKind: JsonValueKind.Number } turned ? turned.GetInt32() : 0;
        var (width, height) = (entry.GetProperty("width").GetInt32(), entry.GetProperty("height").GetInt32());
        var isTurned = Math.Abs(rotation) % 180 == 90;
        var video = new VideoMetadata(
            TimeSpan.FromSeconds(entry.GetProperty("duration_s").GetDouble()),
            "MPEG-4",
            entry.GetProperty("codec").GetString()!,
            isTurned ? height : width,
            isTurned ? width : height,
            entry.GetProperty("fps").GetDouble(),
            (360 - rotation) % 360);
        var path = Path.Combine(VisionMaterial.Shared("clips")!, entry.GetProperty("file").GetString()!);
        return analyzer.AnalyzeAsync(
            new AnalysisRequest(Guid.NewGuid(), 1, new StoredClip(path), video, null),
            new Quiet(),
            CancellationToken.None);
    }

    private static HashSet<string> Truth(JsonElement entry, string file) =>
    [
        .. entry.GetProperty("objects").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)
            .Select(name => Names.GetValueOrDefault(name, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name))),
        .. AlsoTrue.GetValueOrDefault(file, []),
    ];

    private static string Describe(DetectedLabel label, bool isRight) => string.Create(
        CultureInfo.InvariantCulture,
        $"    {label.Name} {label.Confidence:F1} {(isRight ? "right" : "WRONG")}, {label.Sightings.Count} sightings, "
        + $"{label.Sightings.Count(sighting => sighting.Confidence > 80)} over 80");

    private sealed class Quiet : IAnalysisObserver
    {
        public void Report(AnalysisProgress progress)
        {
        }

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }

    private sealed class NoProbe : IClipProbe
    {
        public Task<VideoMetadata> ProbeAsync(string path, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct) =>
            throw new NotSupportedException();
    }
}
