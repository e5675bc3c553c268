using System.Net;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>Health says whether bucket and Rekognition answer with these credentials, and costs nothing.</summary>
public sealed class AwsHealthTests : IAsyncLifetime
{
    private const string GoodRules =
        """
        <LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>streambet-clips</ID>
        <Filter><Prefix>clips/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>1</Days></Expiration>
        <AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>
        </Rule></LifecycleConfiguration>
        """;

    private AwsWorld _aws = null!;

    public async Task InitializeAsync() => _aws = await AwsWorld.StartAsync();

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    [Fact]
    public async Task All_is_well_and_no_detection_is_started_for_that()
    {
        _aws.S3.Lifecycle = GoodRules;
        using var application = _aws.StartApp();

        var health = await application.Local.GetJsonAsync("/api/health");

        health.GetProperty("status").GetString().Should().Be("healthy");
        health.GetProperty("analyzer").GetString().Should().Be("aws");
        health.GetProperty("advice").GetArrayLength().Should().Be(0);
        _aws.Rekognition.Calls.Should().NotContain(call => call.Operation == RekognitionEmulator.Start);
        await application.Local.GetJsonAsync("/api/health");
        _aws.Rekognition.Calls.Should().HaveCount(1, "the answer is remembered for a while");
    }

    [Fact]
    public async Task A_bucket_without_rules_that_clean_up_is_advised_about_and_works()
    {
        _aws.S3.Faults.Always(S3Request.GetLifecycle, S3Faults.NoSuchLifecycleConfiguration);
        using var application = _aws.StartApp();

        var health = await application.Local.GetJsonAsync("/api/health");

        health.GetProperty("status").GetString().Should().Be("healthy");
        health.GetProperty("advice").EnumerateArray().Single().GetProperty("why").GetString().Should().Contain("lifecycle rule");
    }

    [Fact]
    public async Task Who_may_not_look_at_the_rules_is_not_told_about_them()
    {
        _aws.S3.Faults.Always(S3Request.GetLifecycle, S3Faults.AccessDenied);
        using var application = _aws.StartApp();

        var health = await application.Local.GetJsonAsync("/api/health");

        health.GetProperty("status").GetString().Should().Be("healthy");
        health.GetProperty("advice").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_server_without_credentials_starts_and_says_that_it_has_none()
    {
        using var application = _aws.StartApp(("Aws:Profile", "nobody-by-this-name"));

        var health = await application.Local.GetJsonAsync("/api/health");

        health.GetProperty("missing").EnumerateArray().Select(part => part.GetProperty("why").GetString())
            .Should().HaveCount(2).And.OnlyContain(why => why!.Contains("AWS profile \"nobody-by-this-name\" does not exist"));
        (await application.Local.SendClipAsync(await RealClips.NobodyAsync()).CodeAsync(HttpStatusCode.ServiceUnavailable))
            .Should().Be("analyzer_not_ready");
    }

    [Theory]
    [InlineData("bucket", "Amazon S3", "does not exist")]
    [InlineData("s3-denied", "Amazon S3", "denied this server a permission")]
    [InlineData("rekognition-denied", "Amazon Rekognition", "denied this server a permission")]
    [InlineData("expired", "Amazon Rekognition", "rejected this server's credentials")]
    public async Task What_does_not_answer_is_named_with_what_to_do_and_no_clip_is_taken(
        string fault, string name, string why)
    {
        using var application = fault switch
        {
            "bucket" => _aws.StartApp(("Aws:Bucket", "nobody-has-made-this")),
            "expired" => _aws.StartApp(("Aws:Profile", AwsWorld.ExpiredProfile)),
            _ => _aws.StartApp(),
        };
        if (fault == "s3-denied")
            _aws.S3.Faults.Always(Faults.AnyOperation, S3Faults.AccessDenied);
        if (fault == "rekognition-denied")
            _aws.Rekognition.Faults.Always(Faults.AnyOperation, RekognitionFaults.AccessDenied);

        var health = await application.Local.GetJsonAsync("/api/health");

        health.GetProperty("status").GetString().Should().Be("degraded");
        var missing = health.GetProperty("missing").EnumerateArray().First(part => part.GetProperty("name").GetString() == name);
        missing.GetProperty("why").GetString().Should().Contain(why);
        missing.GetProperty("remedy").GetString().Should().Contain("operator");
        (await application.Local.SendClipAsync(await RealClips.NobodyAsync()).CodeAsync(HttpStatusCode.ServiceUnavailable))
            .Should().Be("analyzer_not_ready");
        await _aws.EnsureNothingIsLeftAsync(application);
    }
}
