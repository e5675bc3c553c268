using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Tests.Rule.Texts;

/// <summary>The rule on a word, a phrase and a number.</summary>
public class TextCriterionTests
{
    private static readonly Box Middle = new(0.4, 0.45, 0.2, 0.1);

    [Fact]
    public void A_word_that_both_readers_read_is_a_yes_at_its_first_time()
    {
        var verdict = Judge(Word("VICTORY"), Line("Victory!", "VICTORY", (3, 92), (3.5, 95)));

        verdict.Outcome.Should().Be(Outcome.Yes);
        verdict.Confidence.Should().Be(95);
        verdict.DetectedAt.Should().Equal(TimeSpan.FromSeconds(3));
        verdict.Occurrences.Should().ContainSingle().Which.Label.Should().Be("VICTORY");
        verdict.Occurrences[0].Instances.Should().ContainSingle().Which.Box.Should().Be(Middle);
    }

    [Fact]
    public void Without_the_second_reader_it_is_never_a_yes()
    {
        Judge(Word("VICTORY"), Line("VICTORY", null, (3, 99))).Outcome.Should().BeNull();
        Judge(Word("VICTORY"), Line("VICTORY", "VICTOR", (3, 99))).Outcome.Should().Be(Outcome.Yes, "one letter of a long word may differ");
        Judge(Word("VICTORY"), Line("VICTORY", "VOORV", (3, 99))).Outcome.Should().BeNull();
    }

    [Fact]
    public void Another_word_that_both_readers_read_alike_is_that_word()
    {
        Judge(Word("WINNER"), Line("DINNER", "DINNER", (3, 95))).Outcome.Should().Be(Outcome.No);
        Judge(Word("VICTORY"), Line("DEFEAT", "DEFEAT", (3, 95))).Outcome.Should().Be(Outcome.No);
        Judge(Word("WINNER"), Line("DINNER", "WIMNER", (3, 95))).Outcome.Should().BeNull("they don't agree");
        Judge(Word("DEFEAT"), Line("TEAMDEATHMATCH", "TEAM DEATH MATCH!", (3, 95))).Outcome.Should().Be(Outcome.No, "too much of it differs");
        Judge(Word("DEFEAT"), Line("DEFEAR", "OEFEAR", (3, 95))).Outcome.Should().BeNull("a letter is easily misread");
        Judge(Word("VICTORY"), Line("VICTORYROYALE", "VICTORYROYALE", (3, 95))).Outcome.Should().BeNull("spaces get lost");
    }

    [Fact]
    public void Nothing_like_it_is_a_no_as_sure_as_the_reader_rarely_misses()
    {
        var verdict = Judge(Word("VICTORY"));

        verdict.Outcome.Should().Be(Outcome.No);
        verdict.Confidence.Should().Be(90);
        Judge(Word("VICTORY"), residue: null).Reason.Should().Contain("was not measured");
        Evaluate(Word("VICTORY"), null).Reason.Should().Be("The text in this clip was not read.");
    }

    [Fact]
    public void A_region_asks_for_the_middle_of_the_line()
    {
        var query = new TextQuery { Phrase = "VICTORY", Region = new Box(0, 0, 0.3, 0.3) };

        Judge(query, Line("VICTORY", "VICTORY", (3, 95))).Outcome.Should().Be(Outcome.No);
        Judge(query with { Region = new Box(0.3, 0.3, 0.4, 0.4) }, Line("VICTORY", "VICTORY", (3, 95))).Outcome.Should().Be(Outcome.Yes);
    }

    [Fact]
    public void The_evidence_of_a_number_is_what_was_read_of_it_and_nothing_else_of_its_line()
    {
        Shown(Score(NumberChange.AtLeast, 10), Scores("SCORE 8", 0, 5), Scores("Bob: SCORE 12", 5, 8)).Should().Equal("SCORE 12");
        Shown(Score(NumberChange.Rises, 2), Scores("SCORE 8", 0, 5), Scores("SCORE: 1,200", 5, 8)).Should().Equal("SCORE 1200");
        Shown(InRegion(NumberChange.AtLeast, 10), Scores("8", 0, 5), Scores("Ada 12", 5, 8)).Should().Equal("12");
        Shown(
            new TextQuery { Phrase = "TIME", Number = new NumberTest(NumberChange.Under, 60, IsTime: true) },
            Scores("TIME 1:05", 0, 5), Scores("TIME 0:59", 5, 8)).Should().Equal("TIME 0:59");
        Shown(Word("SCORE"), Scores("SCORE 8", 0, 5)).Should().Equal("SCORE");

        static IEnumerable<string> Shown(TextQuery query, params DetectedText[] lines)
        {
            var (criterion, text) = (new Criterion { Labels = [], Text = query }, Read(lines, 10));
            return EvidenceMoments.Of(Evaluate(query, text), criterion, Support.Analyses.Of(10) with { Text = text }).Select(moment => moment.Label);
        }
    }

    [Fact]
    public void A_number_counts_when_both_readers_agree_on_it_in_two_successive_samples()
    {
        var query = Score(NumberChange.AtLeast, 10);

        Judge(query, Scores("SCORE 8", 0, 5), Scores("SCORE12", 5, 8)).Should().Match<Verdict>(
            verdict => verdict.Outcome == Outcome.Yes && verdict.DetectedAt[0] == TimeSpan.FromSeconds(5));
        Judge(query, Scores("SCORE 8", 0, 5), Line("SCORE: 12", "SCORE 12", (5, 95)), Scores("SCORE 8", 5.5, 8)).Outcome
            .Should().BeNull("a single sample may be misread");
        Judge(query, Scores("SCORE 8", 0, 5), Line("SCORE 12", "SCORE 72", (5, 95), (5.5, 95))).Outcome.Should().BeNull();
        Judge(query, Scores("SCORE 8", 0, 8)).Outcome.Should().Be(Outcome.No);
    }

    [Fact]
    public void A_no_on_a_number_needs_it_read_in_nine_of_ten_samples_that_show_its_word()
    {
        var query = Score(NumberChange.AtLeast, 10);

        Judge(query, Scores("SCORE 8", 0, 5), Line("SCORE", "SCORE", (6, 95), (6.5, 95))).Reason
            .Should().Contain("only 10 of the 12 samples");
        Judge(query, Line("LIVES 3", "LIVES 3", (1, 95))).Reason.Should().Contain("\"SCORE\" was not read");
        Judge(query, Scores("SCORE 8", 0, 5), Line("SCORE 8", "SCORE", (5, 95))).Outcome
            .Should().Be(Outcome.No, "one reader is enough beside a sample where both read it");
    }

    [Fact]
    public void A_no_on_a_number_asks_only_of_the_samples_in_its_window()
    {
        var lines = Read([Scores("SCORE 8", 0, 5), Line("SCORE", "SCORE", (6, 95), (6.5, 95), (7, 95))], 10);

        Evaluate(Score(NumberChange.AtLeast, 10), lines).Outcome.Should().BeNull();
        Evaluate(Score(NumberChange.AtLeast, 10), lines, end: 5).Outcome.Should().Be(Outcome.No);
        Evaluate(Score(NumberChange.AtLeast, 10) with { Phrase = null, Region = new Box(0, 0, 1, 1) }, lines, end: 5).Outcome
            .Should().Be(Outcome.No);
        Evaluate(Score(NumberChange.AtLeast, 10) with { Phrase = null, Region = new Box(0, 0, 1, 1) }, lines, end: 6.5).Outcome
            .Should().BeNull("nothing was read in it for a second, though it was on the screen");
    }

    [Fact]
    public void A_reader_that_misreads_the_word_may_still_confirm_the_number()
    {
        var query = Score(NumberChange.AtLeast, 10);

        Judge(query, Line("SCRE12", "SCORE'12", (5, 95), (5.5, 95))).Outcome.Should().Be(Outcome.Yes);
        Judge(query, Line("SCRE 2", "SCORE 12", (5, 95), (5.5, 95))).Outcome.Should().BeNull();
        Judge(query, Line("SCRE 1 12", "SCORE 12", (5, 95), (5.5, 95))).Outcome.Should().BeNull("it may be either");
        Judge(query, Line("SCORE 29?", "SCORE 29?", (5, 95), (5.5, 95))).Outcome.Should().BeNull("a digit may be lost");
    }

    [Theory]
    [InlineData("SCORE ?97")]
    [InlineData("SCORE |/")]
    [InlineData("SCORE \u20135")]
    [InlineData("SCORE /10")]
    [InlineData("SCORE $5")]
    public void What_may_have_lost_a_digit_or_a_sign_is_no_number(string line)
    {
        Judge(Score(NumberChange.Under, 1_000), Scores(line, 0, 10)).Outcome.Should().BeNull();
        Judge(InRegion(NumberChange.Under, 1_000), Scores(line["SCORE ".Length..], 0, 10)).Outcome.Should().BeNull();
    }

    [Theory]
    [InlineData("1.234")]
    [InlineData("2:1")]
    [InlineData("1:99")]
    [InlineData("1,2,3")]
    [InlineData("2?7")]
    [InlineData("3D")]
    [InlineData("12 : 7")]
    public void A_part_of_what_is_no_number_is_none_either(string line) =>
        Judge(InRegion(NumberChange.Under, 1_000), Scores(line, 0, 10)).Outcome.Should().BeNull();

    [Fact]
    public void A_timer_falls_under_a_time_and_a_count_goes_up()
    {
        var timer = new TextQuery { Phrase = "TIME", Number = new NumberTest(NumberChange.Under, 60, IsTime: true) };
        Judge(timer, Scores("TIME 1:01", 0, 3), Scores("TIME 0:59", 3, 6)).Outcome.Should().Be(Outcome.Yes);
        Judge(timer, Scores("TIME 59", 0, 6)).Outcome.Should().BeNull("that is no time");

        var kills = Score(NumberChange.Rises, 1) with { Phrase = "KILLS" };
        var rising = Judge(
            kills, 2, Scores("KILLS 1", 0, 3), Scores("KILLS 2", 3, 6), Scores("KILLS 3", 6, 9));
        rising.Outcome.Should().Be(Outcome.Yes);
        rising.DetectedAt.Should().Equal(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6));
        Judge(kills, Scores("KILLS 1", 0, 9)).Outcome.Should().Be(Outcome.No);
        Judge(kills, Scores("KILLS 2", 0, 4), Scores("KILLS 1", 4, 9)).Outcome.Should().Be(Outcome.No);
    }

    [Fact]
    public void Two_numbers_in_a_region_are_none()
    {
        var query = new TextQuery { Number = new NumberTest(NumberChange.AtLeast, 10), Region = new Box(0, 0, 1, 1) };

        Judge(query, Scores("12", 0, 10)).Outcome.Should().Be(Outcome.Yes);
        Judge(query, Scores("12", 0, 10), Scores("7", 0, 10)).Outcome.Should().BeNull();
        Judge(query, Scores("12 : 7", 0, 10)).Outcome.Should().BeNull();
        Judge(query, Scores("-12", 0, 10)).Outcome.Should().BeNull();
    }

    [Theory]
    [InlineData("", "at least two letters")]
    [InlineData("!!!", "at least two letters")]
    [InlineData("\u52dd\u5229", "can't read")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890", "at most 60")]
    public void A_text_that_cannot_be_found_is_refused_at_the_opening(string phrase, string why)
    {
        var ensure = () => new Criterion { Labels = [], Text = Word(phrase) }.EnsureMarket(Readable);

        ensure.Should().Throw<RefusedException>().WithMessage($"*{why}*").Which.Refusal.Code.Should().Be("text");
    }

    [Fact]
    public void A_number_without_a_word_or_a_region_is_refused()
    {
        var ensure = () => new Criterion { Labels = [], Text = new TextQuery { Number = new NumberTest(NumberChange.AtLeast, 1) } }
            .EnsureMarket(Readable);
        ensure.Should().Throw<RefusedException>().WithMessage("*right before the number, or the region*");

        var blind = () => new Criterion { Labels = [], Text = Word("VICTORY") }.EnsureMarket(new Vocabulary([]));
        blind.Should().Throw<RefusedException>().Which.Refusal.Code.Should().Be("text_not_readable");
    }

    [Fact]
    public void A_criterion_reads_back_in_a_sentence()
    {
        Sentence(Word("VICTORY")).Should().Be("YES if \"VICTORY\" is read with confidence over 80 %");
        Sentence(Score(NumberChange.AtLeast, 10)).Should().Be("YES if the number after \"SCORE\" reaches 10 with confidence over 80 %");
        Sentence(new TextQuery { Number = new NumberTest(NumberChange.Under, 60, true), Region = Middle })
            .Should().Be("YES if the number in the marked region falls under 1:00 with confidence over 80 %");
    }

    private static Vocabulary Readable => new([]) { ReadsText = true };

    private static string Sentence(TextQuery query) => new Criterion { Labels = [], Text = query }.ToSentence();

    private static TextQuery Word(string phrase) => new() { Phrase = phrase };

    private static TextQuery Score(NumberChange change, double value) => new() { Phrase = "SCORE", Number = new NumberTest(change, value) };

    private static TextQuery InRegion(NumberChange change, double value) =>
        new() { Number = new NumberTest(change, value), Region = new Box(0, 0, 1, 1) };

    private static DetectedText Scores(string text, double from, double to) =>
        Line(text, text, [.. Enumerable.Range(0, (int)((to - from) * 2)).Select(step => (from + (step / 2.0), 95.0))]);

    private static DetectedText Line(string text, string? second, params (double At, double Confidence)[] seen) => new(
        text, second,
        [
            .. seen.Select(sighting => new Sighting(
                TimeSpan.FromSeconds(sighting.At), sighting.Confidence, [new Instance(Middle, sighting.Confidence)])
            {
                Doubt = sighting.Confidence,
            }),
        ]);

    private static Verdict Judge(TextQuery query, params DetectedText[] lines) => Judge(query, 1, lines);

    private static Verdict Judge(TextQuery query, double? residue) => Evaluate(query, Read([], residue));

    private static Verdict Judge(TextQuery query, int times, params DetectedText[] lines) =>
        Evaluate(query, Read(lines, 10), times);

    private static TextFindings Read(IReadOnlyList<DetectedText> lines, double? residue) =>
        new(lines, new Coverage(20, 20, TimeSpan.FromSeconds(0.5)), ["One", "Two"]) { Residue = residue };

    private static Verdict Evaluate(TextQuery query, TextFindings? text, int times = 1, double? end = null) => CriterionEvaluator.Evaluate(
        new Criterion { Labels = [], Text = query, Times = times, WindowEnd = end is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
        Support.Analyses.Of(10) with { Text = text },
        Readable);
}
