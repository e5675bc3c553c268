using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using StreamBet.Core.Aws.Labels;
using StreamBet.Tests.Benchmarks;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>The main job with S3 and Rekognition: the same rule, and nothing of the clip is left there.</summary>
public sealed class AwsMainJobTests : IAsyncLifetime
{
    private AwsWorld _aws = null!;
    private TestApp _app = null!;

    public async Task InitializeAsync()
    {
        _aws = await AwsWorld.StartAsync();
        _app = _aws.StartApp();
    }

    public async Task DisposeAsync()
    {
        _app.Dispose();
        await _aws.DisposeAsync();
    }

    [Fact]
    public async Task A_clip_goes_to_S3_in_parts_is_looked_at_there_decides_its_market_and_is_deleted()
    {
        using var folder = new TemporaryFolder();
        var clip = folder.File("Secret holiday.mp4");
        await LargeClip.WriteAsync(clip, 12 * 1024 * 1024);
        var id = await _app.Local.OpenMarketAsync("Running");

        var result = await (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync();

        result.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("label").GetString())
            .Should().Equal("Person", "Running");
        result.GetProperty("activity_labels").EnumerateArray().Single().GetProperty("category").GetString()
            .Should().Be("Health and Fitness");
        var job = _aws.Rekognition.Jobs.Should().ContainSingle().Subject;
        job.ObjectSha256.Should().Be(await Sha256Async(clip), "Rekognition sees the very clip");
        job.Key.Should().MatchRegex("^clips/[0-9a-f]{32}[.]mp4$", "nothing of the clip's name is in it");
        job.Token.Should().Be($"{result.GetProperty("job_id").GetGuid():N}-1");
        ((double)job.Input["MinConfidence"]!).Should().Be(20, "doubts count as well");
        var begun = _aws.S3.Requests.Single(request => request.Operation == S3Request.CreateMultipartUpload);
        begun.Headers.Should().Contain("x-amz-server-side-encryption", "AES256");
        _aws.S3.Requests.Count(request => request.Operation == S3Request.UploadPart).Should().Be(3);
        _aws.S3.Requests.Should().OnlyContain(request => request.Headers.Values.All(value => !value.Contains("holiday")));

        var bet = (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet");
        bet.GetProperty("verdict").GetProperty("outcome").GetString().Should().Be("YES");
        bet.GetProperty("verdict").GetProperty("confidence").GetDouble().Should().Be(90.5);
        var receipt = await ReceiptAsync(id);
        receipt.GetProperty("analysis").GetProperty("analyzer").GetString().Should().Be("aws");
        receipt.GetProperty("clip").GetProperty("analysed_sha256").ValueKind.Should().Be(JsonValueKind.Null);
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task An_avi_is_never_sent_as_it_is_and_the_receipt_names_both_digests()
    {
        var clip = await TestClips.CountingAsync("avi");
        var id = await _app.Local.OpenMarketAsync("Running");

        var result = await (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync();

        var job = _aws.Rekognition.Jobs.Should().ContainSingle().Subject;
        job.ObjectSha256.Should().NotBe(await Sha256Async(clip));
        _aws.S3.Requests.Count(request => request.Operation == S3Request.CreateMultipartUpload).Should().Be(1);
        var digests = (await ReceiptAsync(id)).GetProperty("clip");
        digests.GetProperty("sha256").GetString().Should().Be(await Sha256Async(clip));
        digests.GetProperty("analysed_sha256").GetString().Should().Be(job.ObjectSha256);
        result.GetProperty("video_metadata").GetProperty("format").GetString().Should().Be("AVI (Audio Video Interleaved)");
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task A_mov_that_Rekognition_does_not_take_is_deleted_converted_and_sent_again()
    {
        var clip = await TestClips.MakeAsync(
            "mpeg4.mov", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-c:v", "mpeg4", "-q:v", "3");

        (await (await _app.Local.SendClipAsync(clip)).ReadAsync()).GetProperty("status").GetString().Should().Be("success");

        var changes = _aws.S3.Requests.Where(request => request.Operation is S3Request.CompleteMultipartUpload
            or S3Request.DeleteObject).Select(request => (request.Operation, request.Key)).ToList();
        changes.Select(change => change.Operation).Should().Equal(
            S3Request.CompleteMultipartUpload, S3Request.DeleteObject, S3Request.CompleteMultipartUpload, S3Request.DeleteObject);
        changes[1].Key.Should().Be(changes[0].Key).And.NotBe(changes[2].Key);
        _aws.Rekognition.Jobs.Should().ContainSingle().Which.Key.Should().Be(changes[2].Key);
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task A_label_that_Rekognition_did_not_find_in_the_whole_clip_is_a_NO()
    {
        var id = await _app.Local.OpenMarketAsync("Dog");

        await (await _app.Local.SendClipAsync(await RealClips.NobodyAsync("aws-no.mp4"), $"?bet_ids={id}")).ReadAsync();

        var verdict = (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("verdict");
        verdict.GetProperty("outcome").GetString().Should().Be("NO");
        verdict.GetProperty("confidence").GetDouble().Should().Be(90, "the setting assumes that it misses one thing in ten");
        (await ReceiptAsync(id)).GetProperty("analysis").GetProperty("calibration").GetProperty("id").GetString().Should().Be("assumed");
        verdict.GetProperty("coverage").GetProperty("whole").GetBoolean().Should().BeTrue();
        verdict.GetProperty("coverage").GetProperty("told_by_service").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData("black", "color=black:s=640x360:r=10", "The clip is too dark for a NO.")]
    [InlineData("frozen", "mandelbrot=size=640x360:rate=10,loop=loop=-1:size=1", "The clip stands still*")]
    [InlineData("tiny", "mandelbrot=size=64x36:rate=10", "The clip's picture is too small for a NO*")]
    public async Task What_Rekognition_could_not_have_seen_is_no_NO(string name, string picture, string why)
    {
        var clip = await TestClips.MakeAsync($"aws-{name}.mp4", "-f", "lavfi", "-i", picture, "-t", "4", "-pix_fmt", "yuv420p");
        var id = await _app.Local.OpenMarketAsync("Dog");

        await (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync();

        var verdict = (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("verdict");
        verdict.GetProperty("outcome").ValueKind.Should().Be(JsonValueKind.Null);
        verdict.GetProperty("reason").GetString().Should().Match(why);
    }

    [Fact]
    public async Task A_clip_of_which_Rekognition_saw_a_part_decides_no_NO()
    {
        _aws.Rekognition.VideoMetadata["DurationMillis"] = 1_500;
        var id = await _app.Local.OpenMarketAsync("Dog");

        await (await _app.Local.SendClipAsync(await RealClips.NobodyAsync("aws-part.mp4"), $"?bet_ids={id}")).ReadAsync();

        (await _app.Local.StateOfAsync(id)).Should().Be("review");
    }

    [Fact]
    public async Task A_clip_that_goes_on_for_longer_than_it_says_decides_nothing()
    {
        _aws.Rekognition.VideoMetadata["DurationMillis"] = 60_000;
        var id = await _app.Local.OpenMarketAsync("Running");

        (await _app.Local.SendClipAsync(await RealClips.NobodyAsync("aws-longer.mp4"), $"?bet_ids={id}")
            .CodeAsync(HttpStatusCode.BadRequest)).Should().Be("clip_damaged");

        (await _app.Local.StateOfAsync(id)).Should().Be("locked");
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task A_copy_is_recognised_although_Rekognition_looked_at_both()
    {
        var original = await RealClips.WanderingAsync();
        var copy = await TestClips.MakeAsync("aws-copy.mov", "-i", original, "-c", "copy");
        var id = await _app.Local.OpenMarketAsync("Running");
        await (await _app.Local.SendClipAsync(original)).ReadAsync();

        await (await _app.Local.SendClipAsync(copy, $"?bet_ids={id}")).ReadAsync();

        (await _app.Local.StateOfAsync(id)).Should().Be("review");
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        _aws.Rekognition.Labels = RekognitionLabels.Many(4_200);
        using var folder = new TemporaryFolder();
        var clip = await TestClips.MakeAsync(
            "long.mp4", "-f", "lavfi", "-i", "color=s=64x64:r=2:d=1060", "-c:v", "libx264", "-preset", "ultrafast");

        var result = await (await _app.Local.SendClipAsync(clip)).ReadAsync();

        result.GetProperty("labels").EnumerateArray().Sum(label => label.GetProperty("timestamps").GetArrayLength())
            .Should().Be(4_200);
        _aws.Rekognition.Calls.Count(call => call.Body?["NextToken"] is not null).Should().Be(4);
    }

    [Fact]
    public async Task An_answer_that_never_ends_fails_the_analysis_and_the_same_clip_may_come_again()
    {
        _aws.Rekognition.Labels = RekognitionLabels.Many(1_200);
        _aws.Rekognition.JobStarted = job => job.RepeatsPages = true;
        var id = await _app.Local.OpenMarketAsync("Dog");

        (await _app.Local.SendClipAsync(await RealClips.NobodyAsync("aws-endless.mp4"), $"?bet_ids={id}")
            .CodeAsync(HttpStatusCode.InternalServerError)).Should().Be("rekognition_failed");

        (await _app.Local.StateOfAsync(id)).Should().Be("locked");
        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task A_failed_detection_fails_the_analysis_in_Rekognitions_own_words_and_the_same_clip_may_come_again()
    {
        _aws.Rekognition.JobStarted = job => job.Fail("Unsupported codec: the moon phase is wrong.");
        var clip = await RealClips.NobodyAsync("aws-failed.mp4");
        var id = await _app.Local.OpenMarketAsync("Running");

        var problem = await (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync(HttpStatusCode.InternalServerError);

        problem.GetProperty("code").GetString().Should().Be("rekognition_failed");
        problem.GetProperty("detail").GetString().Should().Contain("the moon phase is wrong");
        await _aws.EnsureNothingIsLeftAsync(_app);

        _aws.Rekognition.JobStarted = null;
        await (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync();
        (await _app.Local.StateOfAsync(id)).Should().Be("resolved");
        _aws.Rekognition.Jobs.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("03-", "Grass", "big_buck_bunny_5s.mp4")]
    [InlineData("06-", "Classroom", null)]
    public async Task A_recorded_answer_of_Rekognition_goes_through_the_whole_pipeline(
        string sample, string name, string? clip)
    {
        if (RekognitionLabels.Recorded(sample) is not { } labels)
            return;
        _aws.Rekognition.Labels = labels;
        var id = await _app.Local.OpenMarketAsync(name);

        // The clip of the second is not at hand; it is Rekognition's answer that counts.
        var path = clip is null
            ? await RealClips.NobodyAsync("aws-recorded.mp4")
            : Path.Combine(SharedMaterial.RekognitionSamples!, clip);
        var result = await (await _app.Local.SendClipAsync(path, $"?bet_ids={id}")).ReadAsync();

        var best = labels.Select(entry => entry["Label"]!).Where(label => (string)label["Name"]! == name)
            .Max(label => (double)label["Confidence"]!);
        var found = result.GetProperty("labels").EnumerateArray()
            .Single(label => label.GetProperty("label").GetString() == name);
        found.GetProperty("confidence").GetDouble().Should().BeApproximately(best, 0.01);
        result.GetProperty("total_labels").GetInt32().Should().Be(
            labels.Select(entry => (string)entry["Label"]!["Name"]!)
                .Select(name => RekognitionVocabulary.All.Find(name)?.Name ?? name).Distinct().Count());
        (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("verdict").GetProperty("outcome")
            .GetString().Should().Be(best > 80 ? "YES" : null, "it was seen, but not surely");
    }

    private async Task<JsonElement> ReceiptAsync(long id) =>
        (await _app.Local.GetJsonAsync($"/api/receipts/{id}")).GetProperty("receipt");

    private static async Task<string> Sha256Async(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
}
