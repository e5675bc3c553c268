using System.Text.Json;
using System.Text.RegularExpressions;
using StreamBet.Tests.Benchmarks;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>The policy in docs/aws.md allows what the server does, and not one action more.</summary>
public sealed partial class AwsPolicyTests
{
    [Fact]
    public async Task Its_actions_are_those_of_a_clip_that_is_decided_one_that_is_given_up_and_health()
    {
        await using var aws = await AwsWorld.StartAsync();
        using var application = aws.StartApp();
        using var folder = new TemporaryFolder();
        var clip = folder.File("clip.mp4");
        await LargeClip.WriteAsync(clip, 6_000_000);

        await (await application.Local.SendClipAsync(clip, "?read_text=true")).ReadAsync();
        aws.S3.Faults.Next(S3Request.CompleteMultipartUpload, S3Faults.AccessDenied);
        (await application.Local.SendClipAsync(clip)).IsSuccessStatusCode.Should().BeFalse();
        await application.Local.GetJsonAsync("/api/health");

        var used = aws.S3.Requests.Select(request => ActionOf(request.Operation))
            .Concat(aws.Rekognition.Calls.Select(call => $"rekognition:{call.Operation}"));
        used.Distinct().Should().BeEquivalentTo(ActionsOfPolicy());
    }

    // As the service authorization reference has it: what belongs to putting an object is one action.
    private static string ActionOf(string operation) => operation switch
    {
        S3Request.CreateMultipartUpload or S3Request.UploadPart or S3Request.CompleteMultipartUpload => "s3:PutObject",
        S3Request.HeadObject => "s3:GetObject",
        S3Request.ListMultipartUploads => "s3:ListBucketMultipartUploads",
        S3Request.GetLifecycle => "s3:GetLifecycleConfiguration",
        _ => $"s3:{operation}",
    };

    private static IEnumerable<string> ActionsOfPolicy()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "aws.md"));
        using var policy = JsonDocument.Parse(Policy().Match(text).Groups[1].Value);
        return [.. policy.RootElement.GetProperty("Statement").EnumerateArray()
            .SelectMany(statement => statement.GetProperty("Action").EnumerateArray())
            .Select(action => action.GetString()!)];
    }

    [GeneratedRegex("<<END\\s*(\\{\\s*\"Version\".*?)\\sEND\\s", RegexOptions.Singleline)]
    private static partial Regex Policy();
}
