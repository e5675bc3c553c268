using System.Text.Json;
using Bunit;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared.Jobs;
using StreamBet.Web.Shared.Layout;
using StreamBet.Web.Shared.State;
using StreamBet.Web.Shared.Tab;
using static StreamBet.Tests.Support.Analyses;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Clips;

public sealed class ResultsPanelTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void Before_a_result_there_is_nothing() => Show(Analyzing()).Markup.Trim().Should().BeEmpty();

    [Fact]
    public void A_yes_shows_its_confidence_its_times_and_what_came_back()
    {
        var market = Market(7, times: 2);
        PutStakes(Stake(market, Outcome.Yes, 100, returned: 250));

        var card = Verdict(Show(Completed(Of(30, Label("Dog", (1, 91), (9.5, 88.8), (20, 60))), market)));

        card.Should().Contain("YES").And.Contain("88.8 %").And.Contain("0:01").And.Contain("0:09.5");
        card.Should().Contain("You staked 100 on YES; 250 returned.");
    }

    [Fact]
    public void What_may_have_been_there_is_not_decided_and_shows_the_strongest_doubt() =>
        Verdict(Show(Completed(Of(30, Label("Dog", (12, 78.44))), Market(7))))
            .Should().Contain("Not decided").And.Contain("only 21.6 % sure that it was not there: at 12 s it may have been Dog")
            .And.Contain("Best that did not count: Dog with 78.4 % at").And.Contain("0:12").And.Contain("The market is void");

    [Fact]
    public void A_no_of_something_never_seen_says_so() =>
        Verdict(Show(Completed(Of(30), Market(7)))).Should().Contain("NO")
            .And.Contain("Not plainly there for 2 s or more: 95.0 % sure").And.Contain("Not seen in any of the 60 pictures");

    [Fact]
    public void A_clip_that_was_not_examined_whole_decides_nothing_and_says_why() =>
        Verdict(Show(Completed(Of(30).Examined(30, 60), Market(7))))
            .Should().Contain("Not decided").And.Contain("Only part of the clip was examined")
            .And.Contain("The market is void: every stake was refunded");

    [Fact]
    public void Verdicts_on_own_stakes_come_first_and_then_those_that_were_seen()
    {
        var (no, yes, own) = (Market(1, "Cat"), Market(2), Market(3, "Ball"));
        PutStakes(Stake(own, Outcome.Yes, 10, returned: 0));

        var panel = Show(Completed(Of(30, Label("Dog", (1, 91))), no, yes, own));

        panel.FindAll("[data-test=verdict]").Select(card => card.GetAttribute("data-market")).Should().Equal("3", "2", "1");
        Render<Announcer>().Find("[role=status]").TextContent.Should().Contain("Will Dog 2 be seen? YES.");
    }

    [Fact]
    public async Task Times_lead_to_their_second_with_the_file_and_without_it()
    {
        var job = Completed(Of(30, Label("Dog", (1, 91))), Market(7));
        var script = JSInterop.SetupModule("/Features/Clips/ClipPlayer.razor.js");
        script.SetupVoid("open", _ => true).SetVoidResult();
        script.SetupVoid("seek", _ => true).SetVoidResult();
        var panel = Show(job);
        panel.Find("button.seek").GetAttribute("aria-label").Should().Be("Show 0:01 in the clip");

        await panel.ClickAsync("button.seek");

        panel.WaitForAssertion(() => script.Invocations["seek"].Single().Arguments[1].Should().Be(1.0));
        Opened(script).GetProperty("fileId").ValueKind.Should().Be(JsonValueKind.Null);
        panel.Find("[data-test=why-frames]").TextContent.Should().Contain("only in the tab it was sent from").And.Contain("No pictures of it were kept");
    }

    [Fact]
    public void The_player_gets_the_file_its_clock_the_kept_pictures_and_the_findings()
    {
        // Saved from the middle of a stream: on the player's clock it starts after an hour.
        var clip = Of(30, Label("Dog", (1, 91)));
        var job = Completed(clip with { Video = clip.Video with { Reading = new() { ClockStart = TimeSpan.FromHours(1) } } }, Market(7));
        Put(
            nameof(State.Clip),
            new TabClip(new ClipFile("file-1", "clip.mp4", 1_000), BindingChoice.Practice) { JobId = job.Job.Id });
        var script = JSInterop.SetupModule("/Features/Clips/ClipPlayer.razor.js");
        script.SetupVoid("open", _ => true).SetVoidResult();

        var panel = Show(job with { Frames = [new JobFrame(TimeSpan.FromSeconds(1.5), "/kept.jpg")] });

        panel.WaitForAssertion(() => script.VerifyInvoke("open"));
        var opened = Opened(script);
        opened.GetProperty("fileId").GetString().Should().Be("file-1");
        opened.GetProperty("clockStart").GetDouble().Should().Be(3600);
        opened.GetProperty("frames")[0].GetProperty("at").GetInt32().Should().Be(1500);
        opened.GetProperty("timeline").GetProperty("lanes")[0].GetProperty("name").GetString().Should().Be("Dog");
        panel.Find("[data-test=why-frames]").TextContent.Should().Contain("This browser can't play this clip. Its kept pictures stand in.");
    }

    [Fact]
    public void Without_a_bound_market_it_says_so_and_how_much_was_examined()
    {
        var panel = Show(Completed(Of(30, Label("Dog", (1, 99)), Label("Cat", (1, 98)))));

        panel.Markup.Should().Contain("No market was bound to this clip");
        panel.Find("[data-test=summary]").TextContent.Should().Be("2 labels in 60 of 60 pictures; 640 × 360, h264, QuickTime / MOV");
    }

    [Fact]
    public async Task A_suggestion_opens_a_market_whose_host_is_the_person()
    {
        var panel = Show(Completed(Of(30, Label("Person", (1, 91)))));

        await panel.ClickAsync("[data-test=suggestion] button");

        panel.WaitForAssertion(() => panel.Find("[data-test=suggestion]").TextContent.Should().Contain("is open, and you host it"));
    }

    [Fact]
    public void A_suggestion_on_a_label_that_is_never_sure_opens_none()
    {
        var suggestion = Show(Completed(Of(30, Label("Bird", (1, 79))))).Find("[data-test=suggestion]");

        suggestion.QuerySelector("button")!.HasAttribute("disabled").Should().BeTrue();
        suggestion.TextContent.Should().Contain("never sure enough of \"Bird\"");
    }

    [Fact]
    public void Where_nothing_was_found_nothing_is_suggested()
    {
        var panel = Show(Completed(Of(30)));

        panel.Find("[data-test=summary]").TextContent.Should().Contain("found none of its labels in the whole clip");
        panel.FindAll("[data-test=lane-search]").Should().BeEmpty();
        panel.FindAll("[data-test=suggestion]").Should().BeEmpty();
    }

    // What the browser gets: interop writes names like this too.
    private static JsonElement Opened(BunitJSModuleInterop script) =>
        JsonSerializer.SerializeToElement(script.Invocations["open"].Single().Arguments[2], JsonSerializerOptions.Web);

    private IRenderedComponent<ResultsPanel> Show(JobView job)
    {
        PutJob(job);
        return Render<ResultsPanel>(panel => panel.Add(
            results => results.Suggested,
            suggestion => builder =>
            {
                builder.OpenComponent<SuggestedMarket>(0);
                builder.AddComponentParameter(1, nameof(SuggestedMarket.Suggestion), suggestion);
                builder.CloseComponent();
            }));
    }

    private static string Verdict(IRenderedComponent<ResultsPanel> panel) => panel.Find("[data-test=verdict]").TextContent;
}
