using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace StreamBet.Tests.Support.Aws;

/// <summary>The input shapes of the service's public model. Stricter than the service in one respect: an unknown member
/// is an error rather than ignored.</summary>
internal static class RekognitionInput
{
    // Finds what is wrong with the value at a path; null when it is valid.
    private delegate string? Rule(string path, JsonNode value);

    private static readonly Rule Filters = List(100, Text(0, 50, "[A-Za-z0-9àâèçñó'\\-_(). ]*"));

    private static readonly Dictionary<string, Rule> OfAnyStart = new()
    {
        ["Video"] = Structure(["S3Object"], new()
        {
            ["S3Object"] = Structure(["Bucket", "Name"], new()
            {
                ["Bucket"] = Text(3, 255, "[0-9A-Za-z.\\-_]*"),
                ["Name"] = Text(1, 1024),
                ["Version"] = Text(1, 1024),
            }),
        }),
        ["ClientRequestToken"] = Text(1, 64, "[a-zA-Z0-9-_]+"),
        ["NotificationChannel"] = Structure(["SNSTopicArn", "RoleArn"], new()
        {
            ["SNSTopicArn"] = Text(1, 1024, "arn:aws:sns:.*:\\w{12}:.+"),
            ["RoleArn"] = Text(1, 1024, "arn:aws:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+"),
        }),
        ["JobTag"] = Text(1, 1024, "[a-zA-Z0-9_.\\-:+=/]+"),
    };

    private static readonly Dictionary<string, Rule> OfAnyGet = new()
    {
        ["JobId"] = Text(1, 64, "[a-zA-Z0-9-_]+"),
        ["MaxResults"] = Number(1, int.MaxValue, isWhole: true),
        ["NextToken"] = Text(0, 255),
    };

    private static readonly Dictionary<string, Rule> Operations = new()
    {
        [RekognitionEmulator.Start] = Structure(["Video"], new(OfAnyStart)
        {
            ["MinConfidence"] = Number(0, 100),
            ["Features"] = List(1, OneOf("GENERAL_LABELS")),
            ["Settings"] = Structure([], new()
            {
                ["GeneralLabels"] = Structure([], new()
                {
                    ["LabelInclusionFilters"] = Filters,
                    ["LabelExclusionFilters"] = Filters,
                    ["LabelCategoryInclusionFilters"] = Filters,
                    ["LabelCategoryExclusionFilters"] = Filters,
                }),
            }),
        }),
        [RekognitionEmulator.Get] = Structure(["JobId"], new(OfAnyGet)
        {
            ["SortBy"] = OneOf("NAME", "TIMESTAMP"),
            ["AggregateBy"] = OneOf("TIMESTAMPS", "SEGMENTS"),
        }),
        [RekognitionEmulator.StartText] = Structure(["Video"], new(OfAnyStart)
        {
            ["Filters"] = Structure([], new()
            {
                ["WordFilter"] = Structure([], new()
                {
                    ["MinConfidence"] = Number(0, 100),
                    ["MinBoundingBoxHeight"] = Number(0, 1),
                    ["MinBoundingBoxWidth"] = Number(0, 1),
                }),
            }),
        }),
        [RekognitionEmulator.GetText] = Structure(["JobId"], OfAnyGet),
    };

    /// <summary>Whether there is such an operation.</summary>
    public static bool Knows(string operation) => Operations.ContainsKey(operation);

    /// <summary>What is wrong with an input of an operation; null when it is valid.</summary>
    public static string? FindMistake(string operation, JsonObject input) => Operations[operation]("", input);

    private static Rule Structure(string[] required, Dictionary<string, Rule> members) => (path, value) =>
    {
        if (value is not JsonObject structure)
            return $"{path} is not a structure.";
        if (required.FirstOrDefault(name => structure[name] is null) is { } missing)
            return $"{path}{missing} is missing.";
        return structure
            .Where(member => member.Value is not null)
            .Select(member => members.TryGetValue(member.Key, out var rule)
                ? rule($"{path}{member.Key}.", member.Value!)
                : $"{path}{member.Key} is not a member.")
            .FirstOrDefault(mistake => mistake is not null);
    };

    private static Rule List(int max, Rule item) => (path, value) =>
        value is not JsonArray list ? $"{path} is not a list."
        : list.Count > max ? $"{path} has more than {max} entries."
        : list.Select(entry => entry is null ? $"{path} has an entry that is null." : item(path, entry))
            .FirstOrDefault(mistake => mistake is not null);

    private static Rule Text(int min, int max, string pattern = "[\\s\\S]*") => (path, value) =>
        value.GetValueKind() != JsonValueKind.String ? $"{path} is not a string."
        : (string)value! is var text && (text.Length < min || text.Length > max)
            ? $"{path} is not {min} to {max} characters long."
        : !Regex.IsMatch(text, $"^(?:{pattern})\\z") ? $"{path} does not match {pattern}."
        : null;

    private static Rule Number(double min, double max, bool isWhole = false) => (path, value) =>
        value.GetValueKind() != JsonValueKind.Number ? $"{path} is not a number."
        : value.GetValue<double>() is var number && (number < min || number > max || (isWhole && number % 1 != 0))
            ? $"{path} is not {(isWhole ? "a whole number " : "")}between {min} and {max}."
        : null;

    private static Rule OneOf(params string[] values) => (path, value) =>
        value.GetValueKind() == JsonValueKind.String && values.Contains((string)value!)
            ? null
            : $"{path} is not one of {string.Join(", ", values)}.";
}
