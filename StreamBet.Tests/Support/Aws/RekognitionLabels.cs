using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Labels to answer with.</summary>
internal static class RekognitionLabels
{
    /// <summary>One label at one time.</summary>
    /// <param name="name">The label.</param>
    /// <param name="confidence">0 to 100.</param>
    /// <param name="milliseconds">When, from the start of the video.</param>
    /// <param name="category">Its category; null for none, as older models answer.</param>
    /// <param name="parents">The labels above it.</param>
    /// <param name="aliases">Other words for it.</param>
    /// <param name="boxes">Where it is seen, in ratios of the picture.</param>
    public static JsonNode Seen(
        string name, double confidence, long milliseconds, string? category = null, string[]? parents = null,
        string[]? aliases = null, (double Left, double Top, double Width, double Height)[]? boxes = null) =>
    new JsonObject
    {
        ["Timestamp"] = milliseconds,
        ["Label"] = new JsonObject
        {
            ["Name"] = name,
            ["Confidence"] = confidence,
            ["Instances"] = new JsonArray([.. (boxes ?? []).Select(box => new JsonObject
            {
                ["BoundingBox"] = new JsonObject
                {
                    ["Left"] = box.Left,
                    ["Top"] = box.Top,
                    ["Width"] = box.Width,
                    ["Height"] = box.Height,
                },
                ["Confidence"] = confidence,
            })]),
            ["Parents"] = Named(parents ?? []),
            ["Aliases"] = Named(aliases ?? []),
            ["Categories"] = Named(category is null ? [] : [category]),
        },
    };

    /// <summary>So many sightings, two at a time: Running at 90.5 and Person at 99.1, by turns.</summary>
    /// <param name="count">How many.</param>
    /// <param name="milliseconds">How far apart.</param>
    public static IReadOnlyList<JsonNode> Many(int count, int milliseconds = 500) =>
    [
        .. Enumerable.Range(0, count).Select(number => number % 2 == 0
            ? Seen("Running", 90.5, number / 2 * milliseconds, "Health and Fitness", ["Person"], ["Jogging"])
            : Seen("Person", 99.1, number / 2 * milliseconds, "Person Description", boxes: [(0.25, 0.1, 0.5, 0.8)])),
    ];

    /// <summary>The labels of a recorded answer; null where it is absent.</summary>
    /// <param name="name">The beginning of the file's name, such as "03-".</param>
    public static IReadOnlyList<JsonNode>? Recorded(string name) =>
        SharedMaterial.RekognitionSamples is { } folder
            && Directory.EnumerateFiles(folder, $"{name}*.json").FirstOrDefault() is { } file
            ? [.. JsonNode.Parse(File.ReadAllText(file))!["Labels"]!.AsArray().Select(label => label!)]
            : null;

    private static JsonArray Named(string[] names) => [.. names.Select(name => new JsonObject { ["Name"] = name })];
}
