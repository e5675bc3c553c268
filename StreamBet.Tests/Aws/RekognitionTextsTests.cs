using System.Net;
using System.Text.Json.Nodes;
using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>The emulator's text detection, and the client's calls to it.</summary>
public sealed class RekognitionTextsTests : IAsyncLifetime
{
    private RekognitionEmulator _emulator = null!;
    private BareRekognition _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await RekognitionEmulator.StartAsync();
        _emulator.JobsEnd = new JobEnd.AfterPolls(0);
        _client = new BareRekognition(_emulator);
    }

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    [Fact]
    public async Task Text_comes_in_pages_of_a_thousand_at_most()
    {
        _emulator.Texts = RekognitionTexts.Running(number => $"LINE {number}", 400);
        var id = await StartAsync();

        var first = await GetAsync(id, input => input["MaxResults"] = 5000);
        var second = await GetAsync(id, input => input["NextToken"] = (string)first["NextToken"]!);

        new[] { first, second }.SelectMany(page => page["TextDetections"]!.AsArray())
            .Select(text => text!.ToJsonString()).Should().Equal(_emulator.Texts.Select(text => text.ToJsonString()));
        first["TextDetections"]!.AsArray().Should().HaveCount(1000);
        second["NextToken"].Should().BeNull();
        ((string)first["TextModelVersion"]!).Should().Be("3.0");
        first.ContainsKey("Labels").Should().BeFalse();
    }

    [Fact]
    public async Task Text_under_80_is_told_only_to_who_asks_for_it()
    {
        _emulator.Texts = RekognitionTexts.Picture(0, ("SURE", 80), ("UNSURE", 79.9));

        Texts(await GetAsync(await StartAsync())).Should().Equal("SURE", "SURE");
        Texts(await GetAsync(await StartAsync(input => input["Filters"] = new JsonObject
        {
            ["WordFilter"] = new JsonObject { ["MinConfidence"] = 20 },
        }))).Should().Equal("SURE", "UNSURE", "SURE", "UNSURE");
    }

    [Fact]
    public async Task A_job_answers_the_questions_of_its_own_kind()
    {
        var (labels, text) = (await _client.StartAsync(BareRekognition.Clip("token")), await StartAsync());

        (await _client.RefusedAsync(RekognitionEmulator.GetText, new JsonObject { ["JobId"] = labels }))
            .Should().Be((400, "ResourceNotFoundException"));
        (await _client.RefusedAsync(RekognitionEmulator.Get, new JsonObject { ["JobId"] = text }))
            .Should().Be((400, "ResourceNotFoundException"));
        var clip = BareRekognition.Clip();
        clip["MinConfidence"] = 20;
        (await _client.RefusedAsync(RekognitionEmulator.StartText, clip))
            .Should().Be((400, "InvalidParameterException"), "labels have that");
    }

    [Fact]
    public async Task The_client_sends_and_reads_what_the_service_does()
    {
        using var service = new ScriptedRekognition(
            """{"JobId":"job-1"}""",
            """
            {"JobId":"job-1","JobStatus":"SUCCEEDED","TextModelVersion":"3.0","NextToken":"page-2","SomethingNew":1,
             "VideoMetadata":{"DurationMillis":5280},
             "TextDetections":[{"Timestamp":500,"TextDetection":{"DetectedText":"SCORE 17","Type":"LINE","Id":0,"Confidence":92.5,
               "Geometry":{"BoundingBox":{"Height":0.5,"Left":0.125,"Top":-0.25,"Width":0.75},"Polygon":[{"X":0.1,"Y":0.2}]}}},
              {"Timestamp":500,"TextDetection":{"DetectedText":"SCORE","Type":"WORD","Id":1,"ParentId":0}}]}
            """);

        var started = await service.Client.StartTextDetectionAsync(new StartTextDetectionRequest
        {
            ClientRequestToken = "token-1",
            Filters = new StartTextDetectionFilters { WordFilter = new DetectionFilter { MinConfidence = 20 } },
            Video = new Video { S3Object = new S3Object { Bucket = "clips", Name = "a.mp4" } },
        });
        var answer = await service.Client.GetTextDetectionAsync(
            new GetTextDetectionRequest { JobId = started.JobId, MaxResults = 1000, NextToken = "page-1" });

        service.Calls.Select(call => call.Request.Headers.GetValues("X-Amz-Target").Single())
            .Should().Equal("RekognitionService.StartTextDetection", "RekognitionService.GetTextDetection");
        EnsureSame(
            service.Calls[0].Body,
            """
            {"ClientRequestToken":"token-1","Filters":{"WordFilter":{"MinConfidence":20}},
             "Video":{"S3Object":{"Bucket":"clips","Name":"a.mp4"}}}
            """);
        EnsureSame(service.Calls[1].Body, """{"JobId":"job-1","MaxResults":1000,"NextToken":"page-1"}""");
        (answer.JobStatus == VideoJobStatus.SUCCEEDED).Should().BeTrue();
        (answer.TextModelVersion, answer.NextToken, answer.VideoMetadata!.DurationMillis).Should().Be(("3.0", "page-2", 5280L));
        answer.TextDetections.Should().BeEquivalentTo(new object[]
        {
            new
            {
                Timestamp = 500L,
                TextDetection = new
                {
                    DetectedText = "SCORE 17",
                    Type = TextTypes.LINE,
                    Id = 0,
                    ParentId = (int?)null,
                    Confidence = 92.5f,
                    Geometry = new { BoundingBox = new { Height = 0.5f, Left = 0.125f, Top = -0.25f, Width = 0.75f } },
                },
            },
            new { Timestamp = 500L, TextDetection = new { DetectedText = "SCORE", Type = TextTypes.WORD, Id = 1, ParentId = 0 } },
        });
    }

    private async Task<string> StartAsync(Action<JsonObject>? more = null)
    {
        var input = BareRekognition.Clip();
        more?.Invoke(input);
        return (string)(await AnswerAsync(RekognitionEmulator.StartText, input))["JobId"]!;
    }

    private Task<JsonObject> GetAsync(string jobId, Action<JsonObject>? more = null)
    {
        var input = new JsonObject { ["JobId"] = jobId };
        more?.Invoke(input);
        return AnswerAsync(RekognitionEmulator.GetText, input);
    }

    private async Task<JsonObject> AnswerAsync(string operation, JsonObject input)
    {
        var (status, answer) = await _client.CallAsync(operation, input);
        status.Should().Be(HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    private static List<string> Texts(JsonObject answer) =>
        [.. answer["TextDetections"]!.AsArray().Select(text => (string)text!["TextDetection"]!["DetectedText"]!)];

    private static void EnsureSame(string body, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(expected)).Should().BeTrue(body);
}
