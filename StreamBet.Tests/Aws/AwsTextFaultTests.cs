using System.Net;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Aws;

/// <summary>Rekognition finds the labels and then fails to read the text: calls that failed are made again, and what lasts
/// decides nothing.</summary>
public sealed class AwsTextFaultTests : IAsyncLifetime
{
    private AwsWorld _aws = null!;

    public async Task InitializeAsync()
    {
        _aws = await AwsWorld.StartAsync();
        _aws.Rekognition.Texts = RekognitionTexts.Running(_ => "VICTORY", 500, milliseconds: 6);
    }

    public Task DisposeAsync() => _aws.DisposeAsync().AsTask();

    [Theory]
    [InlineData(Trouble.Failure)]
    [InlineData(Trouble.Throttling)]
    [InlineData(Trouble.Reset)]
    [InlineData(Trouble.Garbage)]
    public async Task Calls_that_fail_a_few_times_are_made_again(string name)
    {
        using var application = _aws.StartApp();
        var fault = Trouble.Named(name).AtRekognition;
        _aws.Rekognition.Faults.Next(RekognitionEmulator.StartText, fault.AfterWork(), times: 6);
        _aws.Rekognition.Faults.Next(RekognitionEmulator.GetText, fault, times: 6);
        var id = await application.Local.OpenTextMarketAsync("""{"phrase":"VICTORY"}""");

        await (await application.Local.SendClipAsync(
            await RealClips.NobodyAsync("aws-text-once.mp4"), $"?bet_ids={id}")).ReadAsync();

        (await application.Local.StateOfAsync(id)).Should().Be("resolved");
        (_aws.LabelJobs().Count, _aws.TextJobs().Count).Should().Be((1, 1), "however often it was asked for");
        _aws.Rekognition.Faults.Take(RekognitionEmulator.StartText).Should().BeNull("the start has met them");
        _aws.Rekognition.Faults.Take(RekognitionEmulator.GetText).Should().BeNull("the questions have met them");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Theory]
    [InlineData(RekognitionEmulator.StartText, Trouble.Throttling)]
    [InlineData(RekognitionEmulator.StartText, Trouble.Denied)]
    [InlineData(RekognitionEmulator.GetText, Trouble.Throttling)]
    [InlineData(RekognitionEmulator.GetText, Trouble.Denied)]
    public async Task A_fault_that_lasts_is_told_and_the_market_waits_for_the_same_clip(string operation, string name)
    {
        using var application = _aws.StartApp(("Aws:Patience", "00:00:00.050"));
        var trouble = Trouble.Named(name);
        _aws.Rekognition.Faults.Always(operation, trouble.AtRekognition);
        var clip = await RealClips.NobodyAsync("aws-text-lasting.mp4");
        var id = await application.Local.OpenTextMarketAsync("""{"phrase":"VICTORY"}""");

        var problem = await (await application.Local.SendClipAsync(clip, $"?bet_ids={id}"))
            .ReadAsync(HttpStatusCode.InternalServerError);

        problem.GetProperty("code").GetString().Should().Be(trouble.Code);
        problem.GetProperty("detail").GetString().Should().Be(trouble.Sentence);
        (await application.Local.StateOfAsync(id)).Should().Be("locked");
        await _aws.EnsureNothingIsLeftAsync(application);

        _aws.Rekognition.Faults.Clear();
        await (await application.Local.SendClipAsync(clip, $"?bet_ids={id}")).ReadAsync();
        (await application.Local.StateOfAsync(id)).Should().Be("resolved");
    }

    [Fact]
    public async Task A_failed_job_fails_the_analysis_in_Rekognitions_own_words()
    {
        _aws.Rekognition.JobStarted = job =>
        {
            if (job.IsText)
                job.Fail("The letters have run away.");
        };
        using var application = _aws.StartApp();
        var id = await application.Local.OpenTextMarketAsync("""{"phrase":"VICTORY"}""");

        var problem = await (await application.Local.SendClipAsync(
            await RealClips.NobodyAsync("aws-text-failed.mp4"), $"?bet_ids={id}"))
            .ReadAsync(HttpStatusCode.InternalServerError);

        problem.GetProperty("code").GetString().Should().Be("rekognition_failed");
        problem.GetProperty("detail").GetString().Should().StartWith(
            "Amazon Rekognition could not read the text in the clip: The letters have run away. Send it again");
        (await application.Local.StateOfAsync(id)).Should().Be("locked");
        await _aws.EnsureNothingIsLeftAsync(application);
    }

    [Fact]
    public async Task No_text_is_read_in_a_clip_whose_labels_could_not_be_found()
    {
        _aws.Rekognition.JobStarted = job => job.Fail("The moon phase is wrong.");
        using var application = _aws.StartApp();

        (await application.Local.SendClipAsync(await RealClips.NobodyAsync(), "?read_text=true")
            .CodeAsync(HttpStatusCode.InternalServerError)).Should().Be("rekognition_failed");

        _aws.TextJobs().Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_whose_next_page_is_always_the_same_is_given_up()
    {
        _aws.Rekognition.Texts = RekognitionTexts.Running(_ => "VICTORY", 700, milliseconds: 4);
        _aws.Rekognition.JobStarted = job => job.RepeatsPages = job.IsText;
        using var application = _aws.StartApp();
        var id = await application.Local.OpenTextMarketAsync("""{"phrase":"DEFEAT"}""");

        var problem = await (await application.Local.SendClipAsync(
            await RealClips.NobodyAsync("aws-text-endless.mp4"), $"?bet_ids={id}"))
            .ReadAsync(HttpStatusCode.InternalServerError);

        problem.GetProperty("code").GetString().Should().Be("rekognition_failed");
        problem.GetProperty("detail").GetString().Should().Contain("repeated a page of its answer");
        (await application.Local.StateOfAsync(id)).Should().Be("locked");
        await _aws.EnsureNothingIsLeftAsync(application);
    }
}
