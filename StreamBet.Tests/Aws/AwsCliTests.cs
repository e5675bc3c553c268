using System.Text.Json;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>A client that is not ours must take the doubles for the services.</summary>
public sealed class AwsCliTests
{
    [Fact]
    public async Task The_command_line_takes_the_emulator_for_Rekognition()
    {
        if (!AwsCli.IsHere)
            return;
        await using var emulator = await RekognitionEmulator.StartAsync();
        emulator.Labels = RekognitionLabels.Many(25);
        string[] start =
        [
            "rekognition", "start-label-detection", "--client-request-token", "token-1", "--min-confidence", "50",
            "--features", "GENERAL_LABELS", "--settings",
            """{"GeneralLabels":{"LabelCategoryInclusionFilters":["Health and Fitness"]}}""", "--video",
        ];
        var job = (await AskAsync([.. start, "S3Object={Bucket=clips,Name=a.mp4}"])).GetProperty("JobId").GetString()!;
        job.Should().Be(emulator.Jobs[0].Id);
        (await ErrorAsync([.. start, "S3Object={Bucket=clips,Name=b.mp4}"]))
            .Should().Contain("(IdempotentParameterMismatchException)");

        string[] get = ["rekognition", "get-label-detection", "--max-results", "10", "--job-id"];
        (await AskAsync([.. get, job])).GetProperty("JobStatus").GetString().Should().Be("IN_PROGRESS");
        var first = await AskAsync([.. get, job]);
        var second = await AskAsync([.. get, job, "--next-token", first.GetProperty("NextToken").GetString()!]);
        first.GetProperty("Labels").EnumerateArray().Concat(second.GetProperty("Labels").EnumerateArray())
            .Select(label => label.GetProperty("Label").GetProperty("Name").GetString())
            .Should().Equal(Enumerable.Repeat("Running", 13));
        first.GetProperty("VideoMetadata").GetProperty("FrameRate").GetDouble().Should().Be(29.97);

        emulator.Texts = RekognitionTexts.Picture(500, ("SCORE 17", 25));
        emulator.JobsEnd = new JobEnd.AfterPolls(0);
        var reading = (await AskAsync(
        [
            "rekognition", "start-text-detection", "--client-request-token", "token-2", "--filters",
            "WordFilter={MinConfidence=20}", "--video", "S3Object={Bucket=clips,Name=a.mp4}",
        ])).GetProperty("JobId").GetString()!;
        (await AskAsync(["rekognition", "get-text-detection", "--job-id", reading])).GetProperty("TextDetections").EnumerateArray()
            .Select(text => text.GetProperty("TextDetection").GetProperty("DetectedText").GetString())
            .Should().Equal("SCORE 17", "SCORE", "17");

        (await ErrorAsync([.. get, "0123"])).Should().Contain("(ResourceNotFoundException)");
        emulator.Calls.Should().OnlyContain(call => call.AccessKey == S3Server.AccessKey);

        Task<JsonElement> AskAsync(string[] arguments) => AwsCli.AskAsync(emulator.Address, arguments);

        async Task<string> ErrorAsync(string[] arguments) => (await AwsCli.RunAsync(emulator.Address, arguments)).Error;
    }

    [Fact]
    public async Task The_command_line_takes_the_server_behind_the_proxy_for_S3()
    {
        if (!AwsCli.IsHere)
            return;
        var s3 = await S3Server.SharedAsync();
        await using var faulty = await FaultyS3.StartAsync(s3);
        var bucket = await s3.CreateBucketAsync();
        using var folder = new TemporaryFolder();
        var clip = Enumerable.Range(0, 9_000_000).Select(number => (byte)(number * 7)).ToArray();
        await File.WriteAllBytesAsync(folder.File("clip.mp4"), clip);

        var (exitCode, _, error) = await AwsCli.RunAsync(
            faulty.Address, "s3", "cp", "--only-show-errors", folder.File("clip.mp4"), $"s3://{bucket}/clip.mp4");

        exitCode.Should().Be(0, error);
        (await s3.ReadAsync(bucket, "clip.mp4")).Should().Equal(clip);
        faulty.Requests.Select(request => request.Operation).Should()
            .Contain([S3Request.CreateMultipartUpload, S3Request.UploadPart, S3Request.CompleteMultipartUpload]);
    }
}
