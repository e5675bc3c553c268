using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Text for the emulator's answers.</summary>
internal static class RekognitionTexts
{
    /// <summary>What is read in a picture: its lines one below the other, and then their words.</summary>
    /// <param name="milliseconds">Milliseconds from the start of the video.</param>
    /// <param name="lines">The lines, with their confidence, 0 to 100.</param>
    public static IReadOnlyList<JsonNode> Picture(long milliseconds, params (string Text, double Confidence)[] lines)
    {
        var words = lines.SelectMany((line, row) => line.Text.Split(' ').Select(word => (Text: word, line.Confidence, Row: row)));
        return
        [
            .. lines.Select((line, row) => Read(milliseconds, "LINE", row, null, line.Text, line.Confidence, row)),
            .. words.Select((word, number) => Read(
                milliseconds, "WORD", lines.Length + number, word.Row, word.Text, word.Confidence, word.Row)),
        ];
    }

    /// <summary>One line, at the same place every given number of milliseconds.</summary>
    /// <param name="text">What is read at each time, by its number.</param>
    /// <param name="pictures">How many times.</param>
    /// <param name="milliseconds">The interval between the times.</param>
    public static IReadOnlyList<JsonNode> Running(Func<int, string> text, int pictures, int milliseconds = 500) =>
        [.. Enumerable.Range(0, pictures).SelectMany(number => Picture(number * milliseconds, (text(number), 99.1)))];

    private static JsonObject Read(
        long milliseconds, string type, int id, int? parent, string text, double confidence, int row)
    {
        var read = new JsonObject
        {
            ["DetectedText"] = text,
            ["Type"] = type,
            ["Id"] = id,
            ["Confidence"] = confidence,
            ["Geometry"] = new JsonObject
            {
                ["BoundingBox"] = new JsonObject
                {
                    ["Left"] = 0.05,
                    ["Top"] = 0.05 + (0.1 * row),
                    ["Width"] = 0.3,
                    ["Height"] = 0.06,
                },
                ["Polygon"] = new JsonArray(new JsonObject { ["X"] = 0.05, ["Y"] = 0.05 + (0.1 * row) }),
            },
        };
        if (parent is not null)
            read["ParentId"] = parent;
        return new JsonObject { ["Timestamp"] = milliseconds, ["TextDetection"] = read };
    }
}
