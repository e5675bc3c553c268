using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

public sealed class RekognitionLabelsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private RekognitionEmulator _emulator = null!;
    private BareRekognition _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RekognitionEmulator.StartAsync(_time);
        _emulator.JobsEnd = new JobEnd.AfterPolls(0);
        _client = new BareRekognition(_emulator);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Fact]
    public async Task Labels_come_in_pages_of_a_thousand_at_most()
    {
        _emulator.Labels = RekognitionLabels.Many(2500);
        var id = await _client.StartAsync();
        var first = await _client.GetAsync(id, input => input["MaxResults"] = 5000);
        var second = await _client.GetAsync(id, input => input["NextToken"] = (string)first["NextToken"]!);
        var third = await _client.GetAsync(id, input => input["NextToken"] = (string)second["NextToken"]!);

        new[] { first, second, third }.Select(page => page["Labels"]!.AsArray().Count).Should().Equal(1000, 1000, 500);
        third["NextToken"].Should().BeNull();
        new[] { first, second, third }.SelectMany(page => page["Labels"]!.AsArray())
            .Select(label => (string)label!["Label"]!["Name"]! + label["Timestamp"])
            .Should().Equal(_emulator.Labels.Select(label => (string)label["Label"]!["Name"]! + label["Timestamp"]));
    }

    [Fact]
    public async Task A_page_token_is_good_for_its_job_and_for_a_day()
    {
        var id = await _client.StartAsync();
        var token = (string)(await _client.GetAsync(id, input => input["MaxResults"] = 5))["NextToken"]!;
        await _client.GetAsync(id, input => input["NextToken"] = token);

        var wrong = (400, "InvalidPaginationTokenException");
        (await RefusedAsync(id, "made up")).Should().Be(wrong);
        (await RefusedAsync(await _client.StartAsync(), token)).Should().Be(wrong);
        _time.Advance(TimeSpan.FromHours(24));
        (await RefusedAsync(id, token)).Should().Be(wrong);

        Task<(int, string)> RefusedAsync(string job, string page) =>
            _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = job, ["NextToken"] = page });
    }

    [Fact]
    public async Task What_is_asked_for_is_said_again()
    {
        var input = BareRekognition.Clip();
        input["JobTag"] = "streambet";
        var id = await _client.StartAsync(input);

        var plain = await _client.GetAsync(id);
        var metadata = plain["GetRequestMetadata"]!;
        ((string)metadata["SortBy"]!, (string)metadata["AggregateBy"]!).Should().Be(("TIMESTAMP", "TIMESTAMPS"));
        ((string)plain["JobId"]!, (string)plain["JobTag"]!).Should().Be((id, "streambet"));
        JsonNode.DeepEquals(plain["Video"], input["Video"]).Should().BeTrue();

        var sorted = await _client.GetAsync(id, get => get["SortBy"] = "NAME");
        ((string)sorted["GetRequestMetadata"]!["SortBy"]!).Should().Be("NAME");
        Names(sorted).Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Segments_have_a_span_and_no_boxes()
    {
        _emulator.Labels =
        [
            RekognitionLabels.Seen("Dog", 70, 0, boxes: [(0, 0, 1, 1)]), RekognitionLabels.Seen("Dog", 90, 500),
            RekognitionLabels.Seen("Dog", 60, 4000),
        ];
        var answer = await _client.GetAsync(await _client.StartAsync(), get => get["AggregateBy"] = "SEGMENTS");
        var segments = answer["Labels"]!.AsArray();
        segments.Select(segment => ((long)segment!["StartTimestampMillis"]!, (long)segment["EndTimestampMillis"]!,
            (long)segment["DurationMillis"]!, (double)segment["Label"]!["Confidence"]!))
            .Should().Equal((0, 500, 500, 90), (4000, 4000, 0, 60));
        segments.Should().OnlyContain(segment => segment!["Label"]!["Instances"] == null);
    }

    [Fact]
    public async Task Labels_under_the_confidence_asked_for_or_filtered_out_are_not_told()
    {
        _emulator.Labels =
        [
            RekognitionLabels.Seen("Dog", 49.9, 0), RekognitionLabels.Seen("Cat", 50, 0, "Animals and Pets"),
            RekognitionLabels.Seen("Running", 90, 0, "Actions"),
            RekognitionLabels.Seen("Tree", 90, 0, "Plants and Flowers"),
        ];
        Names(await FoundAsync(null)).Should().Equal("Cat", "Running", "Tree");
        Names(await FoundAsync("LabelCategoryInclusionFilters", "Actions")).Should().Equal("Running");
        Names(await FoundAsync("LabelInclusionFilters", "Tree")).Should().Equal("Tree");
        Names(await FoundAsync("LabelExclusionFilters", "Tree")).Should().Equal("Cat", "Running");
        Names(await FoundAsync("LabelCategoryExclusionFilters", "Actions", "Animals and Pets")).Should().Equal("Tree");

        var all = BareRekognition.Clip();
        all["MinConfidence"] = 0;
        Names(await _client.GetAsync(await _client.StartAsync(all))).Should().Equal("Dog", "Cat", "Running", "Tree");

        async Task<JsonObject> FoundAsync(string? filter, params string[] values)
        {
            var input = BareRekognition.Clip();
            if (filter is not null)
            {
                input["Settings"] = new JsonObject
                {
                    ["GeneralLabels"] = new JsonObject
                    {
                        [filter] = new JsonArray([.. values.Select(value => (JsonNode)value)]),
                    },
                };
            }

            return await _client.GetAsync(await _client.StartAsync(input));
        }
    }

    [Fact]
    public async Task A_job_may_find_something_of_its_own()
    {
        _emulator.JobStarted = job => job.Labels = [RekognitionLabels.Seen(job.Key, 80, 0)];
        foreach (var key in new[] { "a.mp4", "b.mp4" })
        {
            var id = await _client.StartAsync(BareRekognition.Clip(key: key));
            Names(await _client.GetAsync(id)).Should().Equal(key);
        }
    }

    [Fact]
    public async Task Recorded_answers_come_as_they_were()
    {
        if (RekognitionLabels.Recorded("03-") is not { } recorded)
            return; // They lie beside the project.
        _emulator.Labels = recorded;
        var answer = await _client.GetAsync(await _client.StartAsync());
        answer["Labels"]!.AsArray().Should().HaveCount(recorded.Count).And.HaveCountGreaterThan(50);
        JsonNode.DeepEquals(answer["Labels"]![0], recorded[0]).Should().BeTrue();
    }

    private static List<string> Names(JsonObject answer) =>
        [.. answer["Labels"]!.AsArray().Select(label => (string)label!["Label"]!["Name"]!)];
}
