using System.Globalization;
using System.Text.Json;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Tests.Support;

/// <summary>A stretch of a clip in which a thing is visible, in seconds from the start.</summary>
internal readonly record struct Stretch(double From, double To);

/// <summary>A real clip with a person's notes of what is in it.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Things">When each thing is visible, by its <see cref="CocoClasses"/> number.</param>
/// <param name="Ambiguous">Things that people may disagree about; reporting them is never an error.</param>
/// <param name="Activities">Names of activities that are correct for it.</param>
internal sealed record KnownClip(
    string Path,
    IReadOnlyDictionary<int, IReadOnlyList<Stretch>> Things,
    IReadOnlySet<int> Ambiguous,
    IReadOnlySet<string> Activities)
{
    /// <summary>A thing visible for at least this many seconds is plainly there.</summary>
    public const double PlainSeconds = 2;

    private static readonly HashSet<string> Living =
        ["person", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"];

    // What the manifests omit and the clips leave open: a tram, paddles, a van, a make-up chair.
    private static readonly Dictionary<string, string[]> Open = new()
    {
        ["pedestrian_crossing_tram.mp4"] = ["bus", "train"],
        ["pickleball_scoreboard.mp4"] = ["tennis racket", "chair"],
        ["pedestrians_campus.avi"] = ["truck"],
        ["makeup_webcam.avi"] = ["bed"],
    };

    private static readonly Dictionary<string, string[]> Done = new()
    {
        ["Skating"] = ["Skateboarding"],
        ["Playing Tennis"] = ["Tennis"],
        ["Play"] = ["Playing Fetch", "Soccer", "Basketball", "Pickleball", "Juggling", "Football", "Tennis", "Playing"],
    };

    /// <summary>Its file name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The shared clips beside the project; null where there are none.</summary>
    public static IReadOnlyList<KnownClip>? All =>
        SharedMaterial.KnownClips is [_, ..] folders ? [.. folders.SelectMany(In)] : null;

    /// <summary>The clips of a folder with a manifest.</summary>
    public static IEnumerable<KnownClip> In(string folder) =>
        SharedMaterial.Manifest(folder).Select(entry => From(folder, entry));

    /// <summary>A clip in which the given things are visible all the time.</summary>
    public static KnownClip Of(string path, double seconds, params string[] things) => new(
        path,
        things.ToDictionary(CocoClasses.NumberOf, _ => (IReadOnlyList<Stretch>)[new Stretch(0, seconds)]),
        new HashSet<int>(),
        new HashSet<string>());

    /// <summary>Whether a thing is a person or an animal.</summary>
    public static bool IsLiving(int thing) => Living.Contains(CocoClasses.All[thing].Name);

    /// <summary>Whether a thing is visible at all.</summary>
    public bool IsThere(int thing) => Things.ContainsKey(thing);

    /// <summary>Whether a thing is visible for two seconds or more in all.</summary>
    public bool IsPlain(int thing) =>
        Things.TryGetValue(thing, out var stretches) && stretches.Sum(stretch => stretch.To - stretch.From) >= PlainSeconds;

    /// <summary>Whether a thing is certainly not visible.</summary>
    public bool IsAbsent(int thing) => !IsThere(thing) && !Ambiguous.Contains(thing);

    /// <summary>Whether a label is, or may be, correct for this clip.</summary>
    public bool IsRight(DetectedLabel label) => label.IsActivity
        ? Activities.Contains(label.Name) || Done.GetValueOrDefault(label.Name, []).Any(Activities.Contains)
        : !IsAbsent(NumberOf(label.Name));

    /// <summary>The number of the thing that a label stands for.</summary>
    public static int NumberOf(string label) => CocoClasses.NumberOf(CocoClasses.All.Single(known => known.Label == label).Name);

    private static KnownClip From(string folder, JsonElement entry)
    {
        var file = entry.GetProperty("file").GetString()!;
        var things = entry.GetProperty("objects").EnumerateArray()
            .Where(seen => CocoClasses.All.Any(known => known.Name == seen.GetProperty("name").GetString()))
            .ToLookup(
                seen => CocoClasses.NumberOf(seen.GetProperty("name").GetString()!),
                seen => new Stretch(seen.GetProperty("from_s").GetDouble(), seen.GetProperty("to_s").GetDouble()));
        IEnumerable<string> activities = entry.TryGetProperty("activities", out var listed)
            ? listed.EnumerateArray().Select(activity => activity.GetString()!)
            : [];
        return new KnownClip(
            System.IO.Path.Combine(folder, file),
            things.ToDictionary(group => group.Key, group => (IReadOnlyList<Stretch>)[.. group]),
            Open.GetValueOrDefault(file, []).Select(CocoClasses.NumberOf).Where(thing => !things.Contains(thing)).ToHashSet(),
            activities.Select(CultureInfo.InvariantCulture.TextInfo.ToTitleCase).ToHashSet());
    }
}
