using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>The text in a clip is read by Rekognition when somebody asks for it, and decides markets.</summary>
public sealed class AwsTextTests : IAsyncLifetime
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
    public async Task Markets_are_decided_by_the_text_of_several_pages_with_a_receipt_that_verifies()
    {
        // Three pages: the score reaches 10 on the last one.
        _aws.Rekognition.Texts = RekognitionTexts.Running(number => number < 700 ? "SCORE 9" : "SCORE 10", 750, milliseconds: 4);
        var ten = await _app.Local.OpenTextMarketAsync("""{"phrase":"SCORE","at_least":10}""");
        var defeat = await _app.Local.OpenTextMarketAsync("""{"phrase":"DEFEAT"}""");
        var corner = await _app.Local.OpenTextMarketAsync(
            """{"region":{"left":0,"top":0,"width":0.4,"height":0.2},"at_least":10}""");

        var result = await (await _app.Local.SendClipAsync(
            await RealClips.NobodyAsync("aws-text.mp4"), $"?bet_ids={ten},{defeat},{corner}")).ReadAsync();

        var verdict = await _app.Local.VerdictOfAsync(ten);
        verdict.GetProperty("outcome").GetString().Should().Be("YES");
        verdict.GetProperty("confidence").GetDouble().Should().Be(99.1);
        verdict.GetProperty("detected_at")[0].GetDouble().Should().Be(2.8);
        (await _app.Local.VerdictOfAsync(corner)).GetProperty("outcome").GetString().Should().Be("YES");
        verdict = await _app.Local.VerdictOfAsync(defeat);
        verdict.GetProperty("outcome").GetString().Should().Be("NO");
        verdict.GetProperty("confidence").GetDouble().Should().Be(90, "the setting assumes that it misses one text in ten");
        result.GetProperty("text").EnumerateArray().Select(line => line.GetProperty("label").GetString())
            .Should().BeEquivalentTo("SCORE 9", "SCORE 10");

        var job = result.GetProperty("job_id").GetGuid();
        _aws.Rekognition.Jobs.Select(started => started.Token).Should().Equal($"{job:N}-1", $"{job:N}-1-text");
        _aws.Rekognition.Jobs.Select(started => started.Key).Distinct().Should().ContainSingle("both look at the same object");
        ((double)_aws.TextJobs()[0].Input["Filters"]!["WordFilter"]!["MinConfidence"]!).Should().Be(20, "doubts count as well");
        _aws.Rekognition.Calls.Count(call =>
                call.Operation == RekognitionEmulator.GetText && call.Body!["NextToken"] is not null)
            .Should().Be(2);
        foreach (var id in new[] { ten, defeat, corner })
        {
            var analysed = (await VerifyProcess.EnsureValidAsync(_app.Local, id, job)).Analysis!;
            analysed.Models.Select(model => (model.Name, model.Digest)).Should().Equal(
                ("Amazon Rekognition label detection", "3.0"), ("Amazon Rekognition text detection", "3.0"));
            analysed.Calibration!.Id.Should().Be("Rekognition text detection");
            analysed.Coverage.Examined.Should().Be(750);
        }

        await _aws.EnsureNothingIsLeftAsync(_app);
    }

    [Fact]
    public async Task Text_is_read_for_who_asks_and_not_otherwise()
    {
        _aws.Rekognition.Texts = RekognitionTexts.Running(_ => "VICTORY", 6);
        var clip = await RealClips.NobodyAsync();
        var id = await _app.Local.OpenMarketAsync("Running");

        var plain = await (await _app.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync();

        plain.TryGetProperty("text", out _).Should().BeFalse();
        _aws.Rekognition.Jobs.Should().ContainSingle().Which.IsText.Should().BeFalse();
        var asked = await (await _app.Local.SendClipAsync(clip, "?read_text=true")).ReadAsync();
        asked.GetProperty("text").EnumerateArray().Single().GetProperty("label").GetString().Should().Be("VICTORY");
        _aws.TextJobs().Should().ContainSingle();
    }

    [Fact]
    public async Task Answers_out_of_order_say_the_same()
    {
        _aws.Rekognition.Texts =
            [.. RekognitionTexts.Running(number => number < 700 ? "SCORE 9" : "SCORE 10", 750, milliseconds: 4).Reverse()];
        var id = await _app.Local.OpenTextMarketAsync("""{"phrase":"SCORE","at_least":10}""");

        await (await _app.Local.SendClipAsync(await RealClips.NobodyAsync("aws-order.mp4"), $"?bet_ids={id}")).ReadAsync();

        (await _app.Local.VerdictOfAsync(id)).GetProperty("detected_at")[0].GetDouble().Should().Be(2.8);
    }

    [Fact]
    public async Task A_clip_of_which_text_was_read_in_a_part_decides_no_NO()
    {
        _aws.Rekognition.JobStarted = job =>
        {
            if (job.IsText)
                job.VideoMetadata = new() { ["DurationMillis"] = 1_500 };
        };
        var defeat = await _app.Local.OpenTextMarketAsync("""{"phrase":"DEFEAT"}""");
        var dog = await _app.Local.OpenMarketAsync("Dog");

        await (await _app.Local.SendClipAsync(
            await RealClips.NobodyAsync("aws-text-part.mp4"), $"?bet_ids={defeat},{dog}")).ReadAsync();

        (await _app.Local.StateOfAsync(defeat)).Should().Be("review");
        (await _app.Local.VerdictOfAsync(dog)).GetProperty("outcome").GetString()
            .Should().Be("NO", "labels were looked for in all of it");
    }

    [Fact]
    public async Task Clips_that_share_one_slot_take_turns_and_each_is_read_after_its_labels()
    {
        _aws.Rekognition.Slots = 1;
        using var application = _aws.StartApp(("Aws:Slots", "1"));
        var clip = await RealClips.NobodyAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => application.SendAsync(clip, "?read_text=true")));

        foreach (var job in jobs)
            (await application.EndOfAsync(job)).GetProperty("state").GetString().Should().Be("completed");

        (_aws.Rekognition.RefusedForSlots, _aws.Rekognition.MaxJobsAtOnce).Should().Be((0, 1));
        _aws.Rekognition.Jobs.Select(job => job.Token).Should().BeEquivalentTo(
            jobs.SelectMany(job => new[] { $"{job:N}-1", $"{job:N}-1-text" }));
    }

    [Fact]
    public async Task A_cancelled_analysis_asks_for_its_text_no_more()
    {
        _aws.Rekognition.JobStarted = job => job.End = job.IsText ? new JobEnd.OnSignal() : job.End;
        var job = await _app.SendAsync(await RealClips.NobodyAsync(), "?read_text=true");
        var reading = await _aws.Rekognition.JobAsync(2);
        await Eventually.IsTrueAsync(() => reading.Polls > 1, "it is asked for");
        (await _app.JobAsync(job)).GetProperty("progress").GetProperty("step").GetString().Should().Be("reading_text");

        await _app.CancelAsync(job);

        await _aws.EnsureNothingIsLeftAsync(_app);
        var polls = reading.Polls;

        // Another clip is polled to its end meanwhile.
        await (await _app.Local.SendClipAsync(await RealClips.PeopleAsync())).ReadAsync();
        reading.Polls.Should().Be(polls);
    }
}
