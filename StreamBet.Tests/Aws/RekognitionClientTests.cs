using System.Net;
using System.Text.Json.Nodes;
using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using Amazon.Runtime;

namespace StreamBet.Tests.Aws;

public sealed class RekognitionClientTests
{
    [Fact]
    public async Task A_start_is_sent_as_the_service_reads_it()
    {
        using var service = new ScriptedRekognition("""{"JobId":"job-1"}""");

        var answer = await service.Client.StartLabelDetectionAsync(new StartLabelDetectionRequest
        {
            ClientRequestToken = "token-1",
            Features = ["GENERAL_LABELS"],
            JobTag = "a tag",
            MinConfidence = 50,
            Settings = new LabelDetectionSettings
            {
                GeneralLabels = new GeneralLabelsSettings { LabelInclusionFilters = ["Dog", "Château de Chambord"] },
            },
            Video = new Video { S3Object = new S3Object { Bucket = "clips", Name = "a/b.mp4", Version = "3" } },
        });

        answer.JobId.Should().Be("job-1");
        Header(service, "X-Amz-Target").Should().Be("RekognitionService.StartLabelDetection");
        var (request, body) = service.Calls.Should().ContainSingle().Which;
        request.Method.Should().Be(HttpMethod.Post);
        request.RequestUri!.AbsoluteUri.Should().Be("https://rekognition.eu-west-1.amazonaws.com/");
        request.Content!.Headers.ContentType!.ToString().Should().Be("application/x-amz-json-1.1");
        ShouldBe(
            body,
            """
            {"ClientRequestToken":"token-1","Features":["GENERAL_LABELS"],"JobTag":"a tag","MinConfidence":50,
             "Settings":{"GeneralLabels":{"LabelInclusionFilters":["Dog","Château de Chambord"]}},
             "Video":{"S3Object":{"Bucket":"clips","Name":"a/b.mp4","Version":"3"}}}
            """);
    }

    [Fact]
    public async Task A_question_is_sent_as_the_service_reads_it()
    {
        using var service = new ScriptedRekognition("{}", "{}");

        await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest
        {
            AggregateBy = LabelDetectionAggregateBy.TIMESTAMPS,
            JobId = "job-1",
            MaxResults = 1000,
            NextToken = "page-2",
            SortBy = LabelDetectionSortBy.TIMESTAMP,
        });
        await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        Header(service, "X-Amz-Target").Should().Be("RekognitionService.GetLabelDetection");
        ShouldBe(
            service.Calls[0].Body,
            """
            {"AggregateBy":"TIMESTAMPS","JobId":"job-1","MaxResults":1000,"NextToken":"page-2","SortBy":"TIMESTAMP"}
            """);
        service.Calls[1].Body.Should().Be("""{"JobId":"job-1"}""", "what is not set is not sent");
    }

    [Fact]
    public async Task Every_call_is_signed()
    {
        using var service = new ScriptedRekognition("{}");

        await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        Header(service, "Authorization").Should()
            .MatchRegex("^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-west-1/rekognition/aws4_request, "
                + "SignedHeaders=.*host.*x-amz-date.*x-amz-target.*, Signature=[0-9a-f]{64}$");
    }

    [Fact]
    public async Task An_answer_is_read_whole()
    {
        using var service = new ScriptedRekognition(
            """
            {"JobId":"job-1","JobStatus":"SUCCEEDED","JobTag":"a tag","StatusMessage":"fine","LabelModelVersion":"3.0",
             "NextToken":"page-2","SomethingNew":{"A":[1]},
             "Video":{"S3Object":{"Bucket":"clips","Name":"a/b.mp4"}},
             "GetRequestMetadata":{"SortBy":"TIMESTAMP","AggregateBy":"TIMESTAMPS"},
             "VideoMetadata":{"Codec":"h264","ColorRange":"LIMITED","DurationMillis":5280,"Format":"QuickTime / MOV",
               "FrameHeight":720,"FrameRate":25.0,"FrameWidth":1280},
             "Labels":[
               {"Timestamp":500,"Label":{"Name":"Dog","Confidence":97.5,
                 "Aliases":[{"Name":"Hound"}],"Categories":[{"Name":"Animals and Pets"}],
                 "Parents":[{"Name":"Animal"},{"Name":"Pet"}],
                 "Instances":[{"Confidence":96.25,"DominantColors":[{"Red":1}],
                   "BoundingBox":{"Height":0.5,"Left":0.125,"Top":-0.25,"Width":0.75}}]}},
               {"StartTimestampMillis":0,"EndTimestampMillis":1000,"DurationMillis":1000,"Label":{"Name":"Cat"}}]}
            """);

        var answer = await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        answer.JobId.Should().Be("job-1");
        (answer.JobStatus == VideoJobStatus.SUCCEEDED).Should().BeTrue();
        (answer.JobTag, answer.StatusMessage, answer.LabelModelVersion, answer.NextToken)
            .Should().Be(("a tag", "fine", "3.0", "page-2"));
        answer.Video!.S3Object.Should()
            .BeEquivalentTo(new { Bucket = "clips", Name = "a/b.mp4", Version = (string?)null });
        answer.GetRequestMetadata!.SortBy!.Value.Should().Be("TIMESTAMP");
        answer.GetRequestMetadata.AggregateBy!.Value.Should().Be("TIMESTAMPS");
        answer.VideoMetadata.Should().BeEquivalentTo(new
        {
            Codec = "h264",
            ColorRange = VideoColorRange.LIMITED,
            DurationMillis = 5280L,
            Format = "QuickTime / MOV",
            FrameHeight = 720L,
            FrameRate = 25f,
            FrameWidth = 1280L,
        });
        answer.Labels.Should().BeEquivalentTo(new object[]
        {
            new
            {
                Timestamp = (long?)500,
                Label = new
                {
                    Name = "Dog",
                    Confidence = 97.5f,
                    Aliases = new[] { new { Name = "Hound" } },
                    Categories = new[] { new { Name = "Animals and Pets" } },
                    Parents = new[] { new { Name = "Animal" }, new { Name = "Pet" } },
                    Instances = new[]
                    {
                        new
                        {
                            Confidence = 96.25f,
                            BoundingBox = new { Height = 0.5f, Left = 0.125f, Top = -0.25f, Width = 0.75f },
                        },
                    },
                },
            },
            new
            {
                StartTimestampMillis = 0L,
                EndTimestampMillis = 1000L,
                DurationMillis = 1000L,
                Timestamp = (long?)null,
            },
        });
        answer.HttpStatusCode.Should().Be(HttpStatusCode.OK);
        answer.ResponseMetadata.RequestId.Should().Be("request-1");
    }

    [Fact]
    public async Task What_an_answer_does_not_have_is_null()
    {
        using var service = new ScriptedRekognition("""{"JobStatus":"ASLEEP"}""");

        var answer = await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        answer.JobStatus!.Value.Should().Be("ASLEEP", "a state that this client does not know is no error");
        answer.Labels.Should().BeNull();
        answer.NextToken.Should().BeNull();
        answer.VideoMetadata.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"__type":"InvalidS3ObjectException","message":"No such object."}""", "InvalidS3ObjectException")]
    [InlineData("""{"__type":"InvalidS3ObjectException","Message":"No such object."}""", "InvalidS3ObjectException")]
    [InlineData(
        """{"__type":"com.amazonaws.rekognition#ResourceNotFoundException","Code":"x","Message":"No such object."}""",
        "ResourceNotFoundException")]
    public async Task A_refusal_says_why(string body, string code)
    {
        using var service = new ScriptedRekognition(ScriptedRekognition.InIreland, (HttpStatusCode.BadRequest, body));

        var call = () => service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        var refused = (await call.Should().ThrowAsync<AmazonRekognitionException>()).Which;
        refused.ErrorCode.Should().Be(code);
        refused.Message.Should().Be("No such object.");
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        refused.RequestId.Should().Be("request-1");
    }

    [Fact]
    public async Task A_call_that_was_throttled_is_made_again()
    {
        using var service = new ScriptedRekognition(
            RetryOnce,
            (HttpStatusCode.BadRequest, """{"__type":"ThrottlingException","message":"Slow down."}"""),
            (HttpStatusCode.OK, """{"JobStatus":"IN_PROGRESS"}"""));

        var answer = await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        (answer.JobStatus == VideoJobStatus.IN_PROGRESS).Should().BeTrue();
        service.Calls.Should().HaveCount(2);
        service.Calls[1].Body.Should().Be(service.Calls[0].Body);
    }

    [Theory]
    [InlineData("<html>A proxy says hello.</html>")]
    [InlineData("""{"JobStatus":"SUCCEEDED","Labels":[{"Timestamp":"soon"}]}""")]
    [InlineData("""{"JobStatus":"SUCC""")]
    public async Task An_answer_that_cannot_be_read_is_asked_for_again_and_then_an_error(string body)
    {
        using var service = new ScriptedRekognition(RetryOnce, (HttpStatusCode.OK, body));

        var call = () => service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        await call.Should().ThrowAsync<AmazonUnmarshallingException>();
        service.Calls.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("<html>A proxy says no.</html>")]
    [InlineData("")]
    public async Task A_refusal_that_says_nothing_is_one_all_the_same(string body)
    {
        using var service = new ScriptedRekognition(ScriptedRekognition.InIreland, (HttpStatusCode.Forbidden, body));

        var call = () => service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });

        (await call.Should().ThrowAsync<AmazonRekognitionException>()).Which.StatusCode
            .Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_call_can_be_called_off()
    {
        using var service = new ScriptedRekognition("{}");

        var call = () => service.Client.GetLabelDetectionAsync(
            new GetLabelDetectionRequest { JobId = "job-1" }, new CancellationToken(canceled: true));

        await call.Should().ThrowAsync<OperationCanceledException>();
    }

    private static void RetryOnce(AmazonRekognitionConfig config)
    {
        ScriptedRekognition.InIreland(config);
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = 1;
    }

    private static string Header(ScriptedRekognition service, string name) =>
        service.Calls[0].Request.Headers.GetValues(name).Should().ContainSingle().Which;

    private static void ShouldBe(string json, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(expected)).Should().BeTrue($"{json} is what was sent");
}
