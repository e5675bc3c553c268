using System.Text.Json.Nodes;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Builds the answers of GetLabelDetection and GetTextDetection.</summary>
internal static class RekognitionResult
{
    private const int MaxResults = 1000;
    private const double DefaultMinConfidence = 50;
    private const double DefaultMinConfidenceOfWords = 80;

    // Sightings of a label at most this many milliseconds apart form one segment.
    private const long SegmentGap = 1000;

    /// <summary>The answer to a poll; null when the page token is invalid.</summary>
    public static JsonObject? Of(RekognitionJob job, JsonObject request)
    {
        var offset = 0;
        if ((string?)request["NextToken"] is { } token)
        {
            if (job.FindPage(token) is not { } page)
                return null;
            offset = page;
        }

        var name = job.IsText ? "TextDetections" : "Labels";
        var answer = new JsonObject
        {
            ["JobId"] = job.Id,
            ["JobStatus"] = job.Poll(),
            ["Video"] = job.Input["Video"]!.DeepClone(),
            [name] = new JsonArray(),
        };
        if (job.Input["JobTag"] is { } tag)
            answer["JobTag"] = tag.DeepClone();
        if (job.StatusMessage is { } message)
            answer["StatusMessage"] = message;
        var sortBy = (string?)request["SortBy"] ?? "TIMESTAMP";
        var aggregateBy = (string?)request["AggregateBy"] ?? "TIMESTAMPS";
        if (!job.IsText)
            answer["GetRequestMetadata"] = new JsonObject { ["SortBy"] = sortBy, ["AggregateBy"] = aggregateBy };
        if ((string?)answer["JobStatus"] != RekognitionJob.Succeeded)
            return answer;

        var max = Math.Min((int?)request["MaxResults"] ?? MaxResults, MaxResults);
        var results = job.IsText ? SelectTexts(job) : Select(job, sortBy, aggregateBy);
        answer[name] = new JsonArray([.. results.Skip(offset).Take(max).Select(result => result.DeepClone())]);
        answer[job.IsText ? "TextModelVersion" : "LabelModelVersion"] = "3.0";
        answer["VideoMetadata"] = job.VideoMetadata.DeepClone();
        if (job.RepeatsPages && offset > 0)
            answer["NextToken"] = (string)request["NextToken"]!;
        else if (offset + max < results.Count)
            answer["NextToken"] = job.PageFrom(offset + max);
        return answer;
    }

    private static List<JsonNode> SelectTexts(RekognitionJob job)
    {
        var min = (double?)job.Input["Filters"]?["WordFilter"]?["MinConfidence"] ?? DefaultMinConfidenceOfWords;
        return [.. job.Texts.Where(text => (double)text["TextDetection"]!["Confidence"]! >= min)];
    }

    private static List<JsonNode> Select(RekognitionJob job, string sortBy, string aggregateBy)
    {
        var labels = job.Labels.Where(label => IsAskedFor(label, job.Input));
        if (aggregateBy == "SEGMENTS")
            labels = Segments(labels);
        return sortBy == "NAME"
            ? [.. labels.OrderBy(Name, StringComparer.Ordinal).ThenBy(Time)]
            : [.. labels.OrderBy(Time)];
    }

    private static bool IsAskedFor(JsonNode label, JsonObject input)
    {
        var filters = input["Settings"]?["GeneralLabels"];
        var categories = Names(label["Label"]!["Categories"], category => (string)category!["Name"]!);
        var included = Names(filters?["LabelInclusionFilters"], name => (string)name!);
        var includedCategories = Names(filters?["LabelCategoryInclusionFilters"], name => (string)name!);
        return (double)label["Label"]!["Confidence"]! >= ((double?)input["MinConfidence"] ?? DefaultMinConfidence)
            && (included.Count + includedCategories.Count == 0
                || included.Contains(Name(label)) || includedCategories.Overlaps(categories))
            && !Names(filters?["LabelExclusionFilters"], name => (string)name!).Contains(Name(label))
            && !Names(filters?["LabelCategoryExclusionFilters"], name => (string)name!).Overlaps(categories);
    }

    private static HashSet<string> Names(JsonNode? list, Func<JsonNode?, string> name) =>
        [.. (list as JsonArray ?? []).Select(name)];

    private static IEnumerable<JsonNode> Segments(IEnumerable<JsonNode> labels)
    {
        foreach (var sightings in labels.GroupBy(Name))
        {
            JsonNode? segment = null;
            foreach (var sighting in sightings.OrderBy(Time))
            {
                if (segment is null || Time(sighting) - (long)segment["EndTimestampMillis"]! > SegmentGap)
                {
                    if (segment is not null)
                        yield return segment;
                    segment = sighting.DeepClone();
                    segment["StartTimestampMillis"] = Time(sighting);
                    segment["Label"]!.AsObject().Remove("Instances");
                }

                segment["EndTimestampMillis"] = Time(sighting);
                segment["DurationMillis"] = Time(sighting) - (long)segment["StartTimestampMillis"]!;
                segment["Label"]!["Confidence"] =
                    Math.Max((double)segment["Label"]!["Confidence"]!, (double)sighting["Label"]!["Confidence"]!);
            }

            yield return segment!;
        }
    }

    private static string Name(JsonNode label) => (string)label["Label"]!["Name"]!;

    private static long Time(JsonNode label) => (long)label["Timestamp"]!;
}
