using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Markets;

public class MarketDraftTests
{
    private static readonly Vocabulary Vocabulary = Analyses.Vocabulary;

    private static MarketDraft Draft(params string[] labels)
    {
        var draft = new MarketDraft { Question = "Will it be seen?" };
        foreach (var label in labels)
            draft.Add(label, Vocabulary);
        return draft;
    }

    [Fact]
    public void A_question_and_a_label_are_enough()
    {
        var reading = Draft("dog").Read(Vocabulary);

        reading.Sentence.Should().Be("YES if Dog is seen with confidence over 80 %");
        reading.Problem.Should().BeNull();
        reading.Market!.Criterion!.Should().Be(new Criterion { Labels = ["Dog"] });
        reading.Market.ClosesIn.Should().Be(TimeSpan.FromHours(24));
        reading.Market.ClipSha256.Should().BeNull();
    }

    [Fact]
    public void What_a_people_s_market_does_not_ask_for_does_not_keep_it_from_being_opened()
    {
        var draft = Draft();
        (draft.Challenge, draft.IsByPeople) = ("soon", true);

        draft.Read(Vocabulary).Market.Should().NotBeNull();
        new MarketDraft().IsParticular.Should().BeFalse();
        (draft.Objection, draft.ClosesIn).Should().Be(("1 h", "24 h"));
    }

    [Fact]
    public void All_of_it_is_read()
    {
        var draft = Draft("Dog", " cat ");
        (draft.Times, draft.From, draft.To, draft.Threshold) = (" 3 ", "0:30", "1:02.5", "92.5");
        (draft.ClosesIn, draft.Clip) = ("5 min", $" {new string('A', 64)} ");

        var reading = draft.Read(Vocabulary);

        reading.Sentence.Should().Be(
            "YES if Dog or Cat is seen at least 3 separate times between 0:30 and 1:02.5 with confidence over 92.5 %");
        reading.Market!.ClosesIn.Should().Be(TimeSpan.FromMinutes(5));
        reading.Market.ClipSha256.Should().Be(new string('a', 64));
    }

    [Theory]
    [InlineData("0:30", 30)]
    [InlineData("30", 30)]
    [InlineData("1:02.5", 62.5)]
    [InlineData("90.25", 90.25)]
    [InlineData("61:00", 3660)]
    public void A_moment_is_minutes_and_seconds_or_seconds(string text, double seconds)
    {
        var draft = Draft("Dog");
        draft.From = text;

        draft.Read(Vocabulary).Market!.Criterion!.WindowStart.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1:60")]
    [InlineData("1:2:3")]
    [InlineData("1.5:00")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999:00")]
    [InlineData(":")]
    public void What_is_no_moment_is_said_to_be_none(string text)
    {
        var draft = Draft("Dog");
        draft.To = text;

        Problem(draft).Should().Be(("window", "A second of the clip is a number, such as 12 or 12.5, or a time, such as 1:09."));
    }

    [Theory]
    [InlineData("30 s", 30)]
    [InlineData("90s", 90)]
    [InlineData("15 min", 900)]
    [InlineData("1.5 h", 5400)]
    [InlineData("24 h", 86400)]
    public void How_long_it_takes_stakes_has_a_unit(string text, double seconds)
    {
        var draft = Draft("Dog");
        draft.ClosesIn = text;

        draft.Read(Vocabulary).Market!.ClosesIn.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("29 s", "A market takes stakes for 30 seconds to 24 hours.")]
    [InlineData("25 h", "A market takes stakes for 30 seconds to 24 hours.")]
    [InlineData("999999999999999999999999 h", "A market takes stakes for 30 seconds to 24 hours.")]
    [InlineData("5", "How long it takes stakes needs a unit, such as 90 s, 45 min or 2 h.")]
    [InlineData("-5 min", "How long it takes stakes needs a unit, such as 90 s, 45 min or 2 h.")]
    [InlineData("min", "How long it takes stakes needs a unit, such as 90 s, 45 min or 2 h.")]
    [InlineData("", "How long it takes stakes needs a unit, such as 90 s, 45 min or 2 h.")]
    public void A_closing_time_that_is_none_is_refused(string text, string sentence)
    {
        var draft = Draft("Dog");
        draft.ClosesIn = text;

        Problem(draft).Should().Be(("closing_time", sentence));
    }

    [Fact]
    public void Without_a_label_or_with_unknown_ones_the_core_says_what_is_wrong()
    {
        Problem(Draft()).Should().Be(("labels", "A criterion asks for 1 to 20 labels, a text or a picture; this one asks for nothing."));
        var (code, sentence) = Problem(Draft("Dog", "Unicorn"));
        code.Should().Be("label_outside_vocabulary");
        sentence.Should().StartWith("This server's analyzer can't detect \"Unicorn\"");
        Problem(Draft("Bird")).Code.Should().Be("label_not_validated");
    }

    [Theory]
    [InlineData("0", "The number of times must be at least 1.")]
    [InlineData("-1", "The number of times must be at least 1.")]
    [InlineData("1.5", "The number of separate times must be a whole number.")]
    [InlineData("", "The number of separate times must be a whole number.")]
    [InlineData("99999999999", "The number of separate times must be a whole number.")]
    public void A_count_is_a_whole_number_from_1_on(string text, string sentence)
    {
        var draft = Draft("Dog");
        draft.Times = text;

        Problem(draft).Should().Be(("times", sentence));
    }

    [Theory]
    [InlineData("79", "The threshold must be 80 to under 100 percent, not 79.")]
    [InlineData("100", "The threshold must be 80 to under 100 percent, not 100.")]
    [InlineData("high", "The confidence must be a number in percent, such as 80 or 92.5.")]
    [InlineData("NaN", "The confidence must be a number in percent, such as 80 or 92.5.")]
    public void A_threshold_is_80_to_under_100(string text, string sentence)
    {
        var draft = Draft("Dog");
        draft.Threshold = text;

        Problem(draft).Should().Be(("threshold", sentence));
    }

    [Fact]
    public void An_inverted_window_is_refused()
    {
        var draft = Draft("Dog");
        (draft.From, draft.To) = ("0:30", "0:10");

        Problem(draft).Should().Be(("window", "The window must start at 0 or later and end after its start."));
    }

    [Fact]
    public void A_question_is_one_line_of_200_characters_at_most_and_the_criterion_is_read_back_all_the_same()
    {
        foreach (var question in new[] { new string('q', 10_000), "two\nlines" })
        {
            var draft = Draft("Dog");
            draft.Question = question;

            Problem(draft).Should().Be(("event", "The question must be one line of 1 to 200 characters."));
            draft.Read(Vocabulary).Sentence.Should().StartWith("YES if Dog is seen");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Without_a_question_the_criterion_asks_its_own(string question)
    {
        var draft = Draft("Dog");
        draft.Question = question;

        draft.Read(Vocabulary).Market!.Event.Should().Be("Will a dog be seen?");
        draft.Kind = DraftKind.People;
        Problem(draft).Should().Be(("event", "The question must be one line of 1 to 200 characters."));
    }

    [Fact]
    public void A_digest_that_is_none_is_refused()
    {
        var draft = Draft("Dog");
        draft.Clip = "abc";

        Problem(draft).Should().Be(("clip_sha256", "A SHA-256 is 64 lower-case hex digits."));
    }

    [Fact]
    public void A_label_that_is_still_being_typed_is_not_left_out_unseen()
    {
        var draft = Draft("Dog");
        draft.Search = "ca";

        Problem(draft).Code.Should().Be("search");
        draft.Add("Cat", Vocabulary);
        draft.Read(Vocabulary).Problem.Should().BeNull();
    }

    [Fact]
    public void Labels_are_suggested_that_can_decide_and_are_not_taken_yet_those_that_begin_so_first()
    {
        var draft = Draft("Dog");

        Suggested("").Should().Equal("Ball", "Cat", "Jumping", "Person");
        Suggested("p").Should().Equal("Person", "Jumping");
        Suggested("ANY").Should().HaveCount(4);
        Suggested("unicorn").Should().BeEmpty();

        IEnumerable<string> Suggested(string typed)
        {
            draft.Search = typed;
            return draft.SuggestLabels(Vocabulary).Select(label => label.Name);
        }
    }

    [Fact]
    public void What_is_called_so_is_suggested_before_what_begins_so()
    {
        var vocabulary = new Vocabulary(
        [
            Label("Railway", "Train Track"), Label("Training"), Label("Train"), Label("Freight Train"),
            Label("Locomotive", "Train Engine"), Label("Coach", "Trainer"),
        ]);
        var draft = new MarketDraft { Search = "train" };

        draft.SuggestLabels(vocabulary).Select(label => label.Name)
            .Should().Equal("Train", "Training", "Coach", "Locomotive", "Railway", "Freight Train");
        draft.Search = "trainer";
        draft.SuggestLabels(vocabulary).Select(label => label.Name).Should().Equal("Coach");

        static VocabularyLabel Label(string name, params string[] aliases) =>
            new(name, "Any", IsActivity: false, IsValidated: true) { Aliases = aliases };
    }

    [Fact]
    public void Another_name_of_a_label_adds_the_label()
    {
        var draft = Draft("hound", "Dog", "POOCH");

        draft.Labels.Should().Equal("Dog");
        draft.Read(Vocabulary).Sentence.Should().StartWith("YES if Dog is seen");
    }

    [Fact]
    public void A_question_is_suggested_from_the_labels()
    {
        var draft = Draft();
        draft.SuggestQuestion(Vocabulary).Should().BeNull();

        draft.Add("Dog", Vocabulary);
        draft.SuggestQuestion(Vocabulary).Should().Be("Will a dog be seen?");
        draft.Add("Jumping", Vocabulary);
        draft.Times = "2";
        draft.SuggestQuestion(Vocabulary).Should().Be("Will a dog or jumping be seen at least 2 separate times?");
    }

    [Fact]
    public void What_is_put_down_of_a_market_is_that_market()
    {
        var criterion = new Criterion
        {
            Labels = ["Dog", "Cat"],
            Times = 2,
            WindowStart = TimeSpan.FromSeconds(7.5),
            WindowEnd = TimeSpan.FromTicks(123_456_789),
            Threshold = 85.125,
        };
        var market = Core.Markets.Market.Open(
            Ada.Id, new NewMarket("Will it?", criterion), isPractice: false, [], default);

        var reading = new MarketDraft(market).Read(Vocabulary);

        reading.Market!.Event.Should().Be("Will it?");
        reading.Market.Criterion.Should().Be(criterion);
    }

    private static (string Code, string Sentence) Problem(MarketDraft draft)
    {
        var reading = draft.Read(Vocabulary);
        reading.Market.Should().BeNull();
        return (reading.Problem!.Code, reading.Problem.Sentence);
    }
}
