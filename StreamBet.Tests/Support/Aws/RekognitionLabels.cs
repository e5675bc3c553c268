using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Labels for the emulator's answers.</summary>
internal static class RekognitionLabels
{
    /// <summary>One label at one time.</summary>
    /// <param name="name">The label.</param>
    /// <param name="confidence">0 to 100.</param>
    /// <param name="milliseconds">Milliseconds from the start of the video.</param>
    /// <param name="category">Its category; null for none, as with older models.</param>
    /// <param name="parents">The parent labels.</param>
    /// <param name="aliases">Its aliases.</param>
    /// <param name="boxes">Its bounding boxes, as ratios of the picture's size.</param>
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

    /// <summary>The given number of sightings, two at each time: Running at 90.5 and Person at 99.1.</summary>
    /// <param name="count">The number of sightings.</param>
    /// <param name="milliseconds">The interval between the times.</param>
    public static IReadOnlyList<JsonNode> Many(int count, int milliseconds = 500) =>
    [
        .. Enumerable.Range(0, count).Select(number => number % 2 == 0
            ? Seen("Running", 90.5, number / 2 * milliseconds, "Health and Fitness", ["Person"], ["Jogging"])
            : Seen("Person", 99.1, number / 2 * milliseconds, "Person Description", boxes: [(0.25, 0.1, 0.5, 0.8)])),
    ];

    /// <summary>The labels of a recorded answer; null where it is absent.</summary>
    /// <param name="name">The beginning of the file name, such as "03-".</param>
    public static IReadOnlyList<JsonNode>? Recorded(string name) =>
        SharedMaterial.RekognitionSamples is { } folder
            && Directory.EnumerateFiles(folder, $"{name}*.json").FirstOrDefault() is { } file
            ? [.. JsonNode.Parse(File.ReadAllText(file))!["Labels"]!.AsArray().Select(label => label!)]
            : null;

    private static JsonArray Named(string[] names) => [.. names.Select(name => new JsonObject { ["Name"] = name })];
}
