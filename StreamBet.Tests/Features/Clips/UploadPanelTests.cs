using System.Collections.Immutable;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Layout;
using StreamBet.Web.Shared.State;
using StreamBet.Web.Shared.Tab;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Clips;

public sealed class UploadPanelTests(RunningApp running) : ComponentTest(running)
{
    private static readonly ClipFile File = new("file-1", "clip.mp4", 1_000);

    [Fact]
    public void Empty_it_offers_the_drop_zone_a_sample_and_the_practice_markets()
    {
        var panel = Render<UploadPanel>();

        panel.Find("label[for=clip-file]").TextContent.Should().Contain("Drop a clip anywhere").And.Contain("up to 100 MB");
        panel.FindAll("button").Should().Contain(button => button.TextContent.Contains("Use a sample clip"));
        var boxes = panel.FindAll("fieldset input");
        boxes.Should().HaveCount(4).And.OnlyContain(box => box.HasAttribute("checked"));
    }

    [Fact]
    public async Task Of_other_peoples_markets_none_is_offered_and_an_own_one_is_not_ticked()
    {
        PutMarkets(Market(7, host: Ada.Id), Market(8, host: "guest:other"), Market(9).Locked());

        var panel = Render<UploadPanel>();

        var box = panel.FindAll("fieldset input").Should().ContainSingle().Subject;
        box.HasAttribute("checked").Should().BeFalse();
        await panel.ChangeAsync("fieldset input", true);
        panel.Find("fieldset").TextContent.Should().Contain("only that clip can decide");
        State.Choice.MarketIds.Should().Equal(7);
    }

    [Fact]
    public async Task Frames_are_for_everyone_unless_the_tick_is_removed_and_that_is_plain_to_see()
    {
        var panel = Render<UploadPanel>();
        var box = panel.Find("[data-test=consent]");
        box.HasAttribute("checked").Should().BeTrue();
        panel.Find(".consent label").TextContent.Trim().Should().Be("Everyone can see small pictures of this clip");
        panel.Find($"#{box.GetAttribute("aria-describedby")}").TextContent.Should()
            .Contain("stay after the clip is deleted").And.Contain("only to you, the market's host and the operator");

        await panel.ChangeAsync("[data-test=consent]", false);

        State.SharesFrames.Should().BeFalse();
    }

    [Fact]
    public async Task The_tick_is_for_the_clips_that_are_taken_with_it_and_is_not_set_again_by_itself()
    {
        PutMarkets();
        var panel = Show(Analyzing());

        await State.TakeAsync([File with { Id = "first" }]);
        await panel.ChangeAsync("[data-test=consent]", false);
        await State.TakeAsync([File with { Id = "second" }]);
        await State.TakeAsync([File with { Id = "third" }]);

        panel.WaitForAssertion(() => panel.Find("[data-test=consent]").HasAttribute("checked").Should().BeFalse());
        State.Queue.Append(State.Clip!).Select(clip => (clip.File.Id, clip.SharesFrames))
            .Should().BeEquivalentTo([("first", true), ("second", false), ("third", false)]);
        await Eventually.IsTrueAsync(() => State.Clip!.JobId is not null, "the first is offered");
        await using var unit = await App.Services.GetRequiredService<IUnitOfWorkFactory>().ReadAsync(default);
        (await unit.Jobs.FindAsync(State.Clip!.JobId!.Value, default))!.SharesFrames.Should().BeTrue("it was the first");
    }

    [Fact]
    public void A_clip_whose_name_was_deleted_is_called_that()
    {
        var job = Completed(Analyses.Of(3));
        job.Job.Forget(DateTimeOffset.UnixEpoch);

        Show(job).Find("[data-test=end]").TextContent.Trim().Should().StartWith("a clip whose name was deleted");
    }

    [Fact]
    public void Bytes_and_speed_are_shown_while_it_uploads()
    {
        var panel = Show(Uploading(60 * 1024 * 1024, 100 * 1024 * 1024), speed: 20 * 1024 * 1024);

        Headline(panel).Should().Be("Uploading");
        panel.Find(".now").TextContent.Should().Contain("60 %");
        Figures(panel).Should().Equal("60.0 MB of 100.0 MB", "20.0 MB/s", "0:02");
        Render<Announcer>().Find("[role=status]").TextContent.Should().Be("Uploading: 50 percent");
        Button(panel, "Cancel").Should().NotBeNull();
    }

    [Theory]
    [InlineData(100, 100, "Checking the file")]
    [InlineData(100, null, "Uploading")]
    [InlineData(0, 100, "Uploading")]
    public void The_headline_tells_the_phase_of_an_upload(long received, int? expected, string headline) =>
        Headline(Show(Uploading(received, expected))).Should().Be(headline);

    [Fact]
    public void A_clip_that_waits_for_its_turn_says_so() =>
        Headline(Show(Queued())).Should().Be("Waiting in the queue");

    [Fact]
    public void Pictures_the_second_and_sightings_are_shown_while_it_is_analysed()
    {
        var panel = Show(Analyzing(new AnalysisProgress(30, 60, TimeSpan.FromSeconds(14.5), 41, 0)));

        Headline(panel).Should().Be("Analysing the clip");
        Figures(panel).Should().Equal("30 of 60", "14.5", "41");
        panel.FindAll(".phases .done").Should().HaveCount(2);
        panel.Find(".phases [aria-current=step]").TextContent.Should().Be("Analyse");
    }

    [Fact]
    public void Of_a_remote_analyzer_its_name_and_the_polls_are_shown()
    {
        var panel = Show(Analyzing(new AnalysisProgress(0, null, null, null, 7) { Service = "Some Service" }));

        Headline(panel).Should().Be("Some Service is analysing the clip");
        Figures(panel).Should().Equal("7");
    }

    [Theory]
    [InlineData(AnalysisStep.Converting, "Converting the clip")]
    [InlineData(AnalysisStep.Sending, "Sending the clip to Some Service")]
    [InlineData(AnalysisStep.WaitingForSlot, "Waiting for a free slot at Some Service")]
    public void What_comes_before_a_remote_analysis_is_told(AnalysisStep step, string headline)
    {
        var panel = Show(Analyzing(new AnalysisProgress(0, null, TimeSpan.FromSeconds(2), null, 0)
        {
            Step = step,
            Service = "Some Service",
            BytesSent = 5 * 1024 * 1024,
            BytesToSend = 20 * 1024 * 1024,
        }));

        Headline(panel).Should().Be(headline);
        panel.Find(".phases [aria-current=step]").TextContent.Should().Be("Analyse");
        if (step == AnalysisStep.Sending)
            panel.Find("[role=progressbar]").GetAttribute("aria-valuenow").Should().Be("25");
    }

    [Theory]
    [InlineData(30, null, "Reading the text")]
    [InlineData(30, "Some Service", "Some Service is reading the text")]
    [InlineData(60, null, "Deciding")]
    public void Reading_text_is_told(int done, string? service, string headline) =>
        Headline(Show(Analyzing(new AnalysisProgress(done, 60, TimeSpan.FromSeconds(15), null, 0)
        {
            Step = AnalysisStep.ReadingText,
            Service = service,
        }))).Should().Be(headline);

    [Fact]
    public void At_the_end_of_the_pictures_it_decides() =>
        Headline(Show(Analyzing(new AnalysisProgress(60, 60, TimeSpan.FromSeconds(29.5), 41, 0)))).Should().Be("Deciding");

    [Fact]
    public void A_bound_clip_that_is_here_cannot_be_called_off() =>
        Button(Show(Analyzing(null, Market(7))), "Cancel").Should().BeNull();

    [Fact]
    public void A_failed_upload_is_sent_again_with_one_click_as_long_as_the_file_is_here()
    {
        var job = Failed("The upload stopped before it was complete.");
        Put(nameof(State.Clip), new TabClip(File, BindingChoice.Practice) { JobId = job.Job.Id });

        var panel = Show(job);

        panel.Find("[data-test=end]").TextContent.Should().Contain("The upload stopped before it was complete.");
        Button(panel, "Send it again").Should().NotBeNull();
    }

    [Fact]
    public void A_clip_that_was_refused_for_what_it_is_is_not_offered_to_be_sent_again()
    {
        var job = Failed("The file is not a video.", isPassing: false);
        Put(nameof(State.Clip), new TabClip(File, BindingChoice.Practice) { JobId = job.Job.Id });

        var panel = Show(job);

        Button(panel, "Send it again").Should().BeNull();
        panel.Find("[data-test=end]").TextContent.Should().NotContain("Choose the file again");
    }

    [Fact]
    public void A_failed_upload_without_the_file_asks_for_it()
    {
        var panel = Show(Failed("The server was stopped during the upload."));

        Button(panel, "Send it again").Should().BeNull();
        panel.Find("[data-test=end]").TextContent.Should().Contain("Choose the file again");
    }

    [Fact]
    public void A_job_that_was_called_off_says_that_nothing_is_left() =>
        Show(Cancelled()).Find("[data-test=end]").TextContent.Should().Contain("The clip was deleted");

    [Fact]
    public void A_finished_clip_says_that_its_file_is_deleted() =>
        Show(Completed(Analyses.Of(3))).Find("[data-test=end]").TextContent.Should().Contain("its file is deleted");

    [Fact]
    public async Task Problems_are_shown_until_they_are_dismissed_and_a_clip_that_is_still_here_can_be_sent_again()
    {
        Problems.Add("notes.txt: Only clips are taken.");
        Problems.Add("clip.mp4: Market 7 has ended.", new TabClip(File, BindingChoice.Practice));
        var panel = Render<UploadPanel>();
        panel.FindAll("[data-test=error]").Select(error => error.TextContent)
            .Should().Equal("notes.txt: Only clips are taken.", "clip.mp4: Market 7 has ended.");
        panel.FindAll("button").Count(button => button.TextContent.Contains("Send it again")).Should().Be(1);
        Render<Announcer>().Find("[role=alert]").TextContent.Should().Contain("Only clips are taken");

        await panel.ClickAsync(".mud-alert-close button");

        panel.FindAll("[data-test=error]").Should().ContainSingle().Which.TextContent.Should().StartWith("clip.mp4");
    }

    [Fact]
    public void A_problem_in_the_place_of_another_is_read_out_too()
    {
        var announcer = Render<Announcer>();
        foreach (var sentence in new[] { "notes.txt: Only clips are taken.", "empty.mp4: The file is empty." })
        {
            Problems.Clear();
            Problems.Add(sentence);

            announcer.WaitForAssertion(() => announcer.Find("[role=alert]").TextContent.Should().Be(sentence));
        }
    }

    [Fact]
    public async Task Waiting_clips_are_listed_and_can_be_taken_out()
    {
        Put(nameof(State.Queue), ImmutableList.Create(
            new TabClip(File, BindingChoice.Practice), new TabClip(File with { Name = "b.mov" }, BindingChoice.Practice)));
        var panel = Show(Analyzing());
        panel.FindAll(".queue li").Should().HaveCount(2);

        await panel.ClickAsync("button[aria-label='Do not send clip.mp4']");

        panel.FindAll(".queue li").Should().ContainSingle().Which.TextContent.Should().Contain("b.mov");
    }

    private IRenderedComponent<UploadPanel> Show(JobView job, double? speed = null)
    {
        PutJob(job);
        Put(nameof(State.BytesPerSecond), speed);
        return Render<UploadPanel>();
    }

    private static string Headline(IRenderedComponent<UploadPanel> panel) => panel.Find("[data-test=headline]").TextContent;

    private static IEnumerable<string> Figures(IRenderedComponent<UploadPanel> panel) =>
        panel.FindAll(".counts dd").Select(figure => figure.TextContent);

    private static AngleSharp.Dom.IElement? Button(IRenderedComponent<UploadPanel> panel, string text) =>
        panel.FindAll("button").FirstOrDefault(button => button.TextContent.Contains(text, StringComparison.Ordinal));
}
