using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision;

namespace StreamBet.Tests.Support;

/// <summary>A real clip with what a person saw in it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Truth">The labels that are right for it.</param>
internal sealed record KnownClip(string Path, IReadOnlySet<string> Truth)
{
    private static readonly HashSet<string> Living =
        ["Person", "Bird", "Cat", "Dog", "Horse", "Sheep", "Cow", "Elephant", "Bear", "Zebra", "Giraffe"];

    private static readonly Dictionary<string, string> Names = new()
    {
        ["sports ball"] = "Ball",
        ["dining table"] = "Dining Table",
    };

    // What the manifest does not list and a look at the clip shows: people at play, and a van.
    private static readonly Dictionary<string, string[]> AlsoTrue = new()
    {
        ["dog_fetch_ball.mp4"] = ["Play"],
        ["soccer_juggling_man.mp4"] = ["Play"],
        ["pedestrians_campus.avi"] = ["Truck"],
    };

    /// <summary>Its file name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The clips beside the project; null where there are none.</summary>
    public static IReadOnlyList<KnownClip>? All => SharedMaterial.Clips is not { } folder
        ? null
        : [.. SharedMaterial.Manifest(folder).Select(entry => From(folder, entry))];

    /// <summary>The analyzer as the application runs it.</summary>
    public static EmbeddedAnalyzer NewAnalyzer()
    {
        var media = new MediaOptions();
        return new EmbeddedAnalyzer(
            new ClipProbe(media, TimeProvider.System), new FfmpegFrameSource(media, TimeProvider.System), Repository.Models);
    }

    /// <summary>Whether a label is true of this clip.</summary>
    public bool IsRight(DetectedLabel label) => Truth.Contains(label.Name);

    /// <summary>Whether a label names something that lives.</summary>
    public static bool IsLiving(DetectedLabel label) => Living.Contains(label.Name);

    /// <summary>Probes and analyses it, and says how long that took.</summary>
    public async Task<(ClipAnalysis Analysis, TimeSpan Took)> AnalyzeAsync(EmbeddedAnalyzer analyzer)
    {
        var start = Stopwatch.GetTimestamp();
        var clip = new StoredClip(Path);
        var video = await analyzer.ProbeAsync(clip, CancellationToken.None);
        var analysis = await analyzer.AnalyzeAsync(
            new AnalysisRequest(Guid.NewGuid(), 1, clip, video, null), new Unheard(), CancellationToken.None);
        return (analysis, Stopwatch.GetElapsedTime(start));
    }

    private static KnownClip From(string folder, JsonElement entry)
    {
        var file = entry.GetProperty("file").GetString()!;
        return new KnownClip(
            System.IO.Path.Combine(folder, file),
            entry.GetProperty("objects").EnumerateArray().Select(seen => seen.GetProperty("name").GetString()!)
                .Select(name => Names.GetValueOrDefault(name, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name)))
                .Concat(AlsoTrue.GetValueOrDefault(file, []))
                .ToHashSet());
    }

    private sealed class Unheard : IAnalysisObserver
    {
        public void Report(AnalysisProgress progress)
        {
        }

        public Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<int> BeginAttemptAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is remote.");
    }
}
