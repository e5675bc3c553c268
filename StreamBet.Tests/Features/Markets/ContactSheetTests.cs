using Bunit;
using Microsoft.AspNetCore.Components;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Texts;
using StreamBet.Web.Features.Markets;
using Sheet = StreamBet.Web.Features.Markets.ContactSheet;

namespace StreamBet.Tests.Features.Markets;

public sealed class ContactSheetTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void Each_frame_is_a_button_with_its_time_and_a_picture_that_is_loaded_when_it_is_seen()
    {
        var sheet = Draw(3);

        sheet.FindAll("button").Select(button => button.TextContent.Trim()).Should().Equal("0:00", "0:01", "0:02");
        sheet.FindAll("img").Should().OnlyContain(image => image.GetAttribute("loading") == "lazy");
        sheet.Find("img").GetAttribute("src").Should().Be("/api/bets/7/sheet/0.jpg");
        sheet.FindAll("[aria-pressed]").Should().BeEmpty("there is nothing to choose");
    }

    [Fact]
    public async Task A_frame_opens_larger_and_leads_to_its_neighbours_by_button_and_key()
    {
        var sheet = Draw(3);

        await sheet.ClickAsync(".frame", 1);
        Large().Should().Be("/api/bets/7/sheet/1.jpg");
        sheet.Find("dialog h2").TextContent.Should().Be("0:01 in the clip");
        await sheet.ClickAsync("[data-test=next-frame]");
        Large().Should().Be("/api/bets/7/sheet/2.jpg");
        sheet.Find("[data-test=next-frame]").GetAttribute("aria-disabled").Should().Be("true");
        await sheet.ClickAsync("[data-test=next-frame]");
        Large().Should().Be("/api/bets/7/sheet/2.jpg", "it is the last");
        await sheet.KeyDownAsync("[data-test=large-frame]", "ArrowLeft");
        await sheet.KeyDownAsync("[data-test=large-frame]", "ArrowLeft");
        Large().Should().Be("/api/bets/7/sheet/0.jpg");
        sheet.FindAll("[data-test=choose-frame]").Should().BeEmpty();

        sheet.Find("dialog").TriggerEvent("onclose", EventArgs.Empty);
        sheet.FindAll("dialog").Should().BeEmpty();

        string? Large() => sheet.Find("[data-test=large-frame] img").GetAttribute("src");
    }

    [Fact]
    public async Task A_frame_can_be_chosen_where_that_is_asked_for()
    {
        ShownSheetFrame? chosen = null;
        var sheet = Draw(3, chosen: TimeSpan.FromSeconds(1), onChoose: frame => chosen = frame);
        sheet.FindAll(".frame").Select(frame => frame.GetAttribute("aria-pressed")).Should().Equal("false", "true", "false");

        await sheet.ClickAsync(".frame", 2);
        await sheet.ClickAsync("[data-test=choose-frame]");

        chosen.Should().Be(Frames(3)[2]);
    }

    [Fact]
    public async Task Of_many_frames_some_of_the_whole_clip_are_shown_first()
    {
        var sheet = Draw(600, chosen: TimeSpan.FromSeconds(599), onChoose: _ => { });

        var times = sheet.FindAll(".frame").Select(frame => frame.TextContent.Trim()).ToList();
        times.Should().HaveCountLessThan(60).And.StartWith(["0:00", "0:13", "0:26"]);
        times.Should().EndWith(["9:45", "9:58", "9:59"], "the chosen one is always among them");
        await sheet.ClickAsync("[data-test=all-frames]");
        sheet.FindAll(".frame").Should().HaveCount(600);
    }

    [Fact]
    public void A_no_shows_its_strongest_doubt_the_clip_and_what_else_was_seen()
    {
        var box = new Instance(new Box(0.25, 0.5, 0.125, 0.25), 15);
        var panel = Evidence(
            new Doubt(15, "Dog", TimeSpan.FromSeconds(2), [box]),
            new ShownSheet(Frames(3), [new SeenLabel("Cat", 91.27, [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(7.5)])], "/doubt.jpg"));

        var doubt = panel.Find("[data-test=doubt]");
        Words(doubt.TextContent).Should().Contain("0:02 Dog 15.0 % the chance that it was there");
        doubt.QuerySelector("img")!.GetAttribute("src").Should().Be("/doubt.jpg");
        doubt.QuerySelector(".box").Should().NotBeNull();
        panel.FindAll("[data-test=sheet] li").Should().HaveCount(3);
        Words(panel.Find("[data-test=also-seen]").TextContent).Should().Be("Cat 91.2 % 0:01, 0:07.5");
        panel.FindAll("[data-test=no-frames]").Should().BeEmpty();
    }

    [Fact]
    public void A_doubt_about_what_was_never_seen_says_how_likely_it_was_there() =>
        Words(Evidence(new Doubt(5, null, null, []), ShownSheet.Empty).Find("[data-test=doubt]").TextContent)
            .Should().Be("Nothing looked like it. The chance that it was there all the same is 5.0 %.");

    [Theory]
    [InlineData(3.1, 0, "Nothing looked like it.")]
    [InlineData(30, 0, "Nothing looked like it.")]
    [InlineData(3.1, 1, "Nothing else looked like it.")]
    public void What_was_not_decided_has_no_such_chance(double residue, int times, string said)
    {
        Occurrence[] seen = [.. Enumerable.Repeat(new Occurrence(default, default, "Dog", 90, default, default), times)];
        var panel = Render<EvidencePanel>(parameters => parameters
            .Add(part => part.Criterion, Dog).Add(part => part.Sheet, ShownSheet.Empty)
            .Add(part => part.Verdict, new Verdict(null, 0, [], "The clip is too dark.", seen) { Doubt = new Doubt(residue, null, null, []) }));

        Words(panel.Find("[data-test=doubt]").TextContent).Should().Be(said);
    }

    [Fact]
    public void A_number_that_was_not_read_has_no_such_chance()
    {
        var number = new Criterion
        {
            Labels = [],
            Text = new TextQuery { Phrase = "SCORE", Number = new NumberTest(NumberChange.AtLeast, 10) },
        };
        var panel = Render<EvidencePanel>(parameters => parameters
            .Add(part => part.Criterion, number).Add(part => part.Sheet, ShownSheet.Empty)
            .Add(part => part.Verdict, new Verdict(null, 0, [], "It was not read.", []) { Doubt = new Doubt(5, null, null, []) }));

        panel.Find("[data-test=doubt]").TextContent.Should().Be("No number was read that meets the condition.");
    }

    [Theory]
    [InlineData(0.5, 0.2, "name")]
    [InlineData(0.02, 0.06, "name below")]
    [InlineData(0.02, 0.96, "name inside")]
    public void The_name_of_a_box_leaves_its_text_readable_where_there_is_room(double top, double height, string expected)
    {
        var seen = new Evidence(
            TimeSpan.FromSeconds(1), "SCORE 12", 91, Counts: true, [new Instance(new Box(0.2, top, 0.2, height), 91)], new string('f', 64));
        var frame = Render<EvidenceFrame>(parameters => parameters.Add(part => part.Evidence, new ShownEvidence(seen, "/frame.jpg")));

        frame.Find(".box .name").ClassName!.Replace("figures", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Should().Equal(expected.Split(' '));
    }

    [Theory]
    [InlineData(false, false, "did not share")]
    [InlineData(true, false, "No pictures of this clip were kept.")]
    [InlineData(false, true, "The uploader deleted these pictures")]
    public void Without_pictures_it_says_why(bool isAllowed, bool areDeleted, string why) =>
        Evidence(null, ShownSheet.Empty with { IsAllowed = isAllowed }, areDeleted).Find("[data-test=no-frames]").TextContent
            .Should().Contain(why);

    [Fact]
    public void A_yes_stands_on_its_moments_alone()
    {
        var panel = Render<EvidencePanel>(parameters => parameters
            .Add(part => part.Criterion, Dog).Add(part => part.Verdict, new Verdict(Outcome.Yes, 95, [], null, []))
            .Add(part => part.Evidence, []).Add(part => part.Sheet, new ShownSheet(Frames(3), [], null)));

        panel.FindAll("[data-test=sheet]").Should().BeEmpty();
    }

    private static Criterion Dog => new() { Labels = ["Dog"] };

    private IRenderedComponent<EvidencePanel> Evidence(Doubt? doubt, ShownSheet sheet, bool areDeleted = false) =>
        Render<EvidencePanel>(parameters => parameters
            .Add(part => part.Criterion, Dog).Add(part => part.Verdict, new Verdict(Outcome.No, 85, [], null, []) { Doubt = doubt })
            .Add(part => part.Evidence, []).Add(part => part.Sheet, sheet).Add(part => part.AreFramesDeleted, areDeleted));

    private IRenderedComponent<Sheet> Draw(int count, TimeSpan? chosen = null, Action<ShownSheetFrame>? onChoose = null) =>
        Render<Sheet>(parameters =>
        {
            parameters.Add(part => part.Frames, Frames(count)).Add(part => part.Chosen, chosen);
            if (onChoose is not null)
                parameters.Add(part => part.OnChoose, EventCallback.Factory.Create(this, onChoose));
        });

    private static ShownSheetFrame[] Frames(int count) =>
    [
        .. Enumerable.Range(0, count).Select(second => new ShownSheetFrame(
            TimeSpan.FromSeconds(second), new string('f', 64), $"/api/bets/7/sheet/{second}.jpg")),
    ];

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
