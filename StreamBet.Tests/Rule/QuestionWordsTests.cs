using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Tests.Rule;

public sealed class QuestionWordsTests
{
    private static readonly Vocabulary Known = new(
        new[] { "Person", "Dog", "Cat", "Umbrella", "TV", "Footwear", "Glasses" }.Select(name => new VocabularyLabel(name, "Things", false, true))
            .Append(new VocabularyLabel("Jumping", "Actions", true, true)));

    [Theory]
    [InlineData("Person", 1, "Will a person be seen?")]
    [InlineData("Dog", 3, "Will a dog be seen at least 3 separate times?")]
    [InlineData("Umbrella", 1, "Will an umbrella be seen?")]
    [InlineData("TV", 1, "Will a TV be seen?")]
    [InlineData("Footwear", 1, "Will footwear be seen?")]
    [InlineData("Glasses", 1, "Will glasses be seen?")]
    [InlineData("Jumping", 1, "Will jumping be seen?")]
    public void A_label_is_named_as_people_name_it(string label, int times, string question) =>
        QuestionWords.Of(new Criterion { Labels = [label], Times = times }, Known).Should().Be(question);

    [Fact]
    public void Texts_numbers_and_several_labels_are_asked_for_and_people_by_nothing()
    {
        QuestionWords.Of(new Criterion { Labels = ["Dog", "Cat"] }, Known).Should().Be("Will a dog or a cat be seen?");
        QuestionWords.Of(new Criterion { Labels = [], Text = new TextQuery { Phrase = "VICTORY" } }, Known)
            .Should().Be("Will \"VICTORY\" appear on the screen?");
        var score = new TextQuery { Phrase = "SCORE", Number = new NumberTest(NumberChange.AtLeast, 10) };
        QuestionWords.Of(new Criterion { Labels = [], Text = score }, Known).Should().Be("Will SCORE reach 10?");
        QuestionWords.Of(Criterion.ByPeople, Known).Should().BeNull();
    }

    [Theory]
    [InlineData("Will I get more than 10 kills?", "Person", false)]
    [InlineData("Will I win the round?", "Person", false)]
    [InlineData("Does anybody walk by?", "Person", true)]
    [InlineData("How many dogs, will there be any?", "Dog", true)]
    [InlineData("Will he jump?", "Jumping", true)]
    [InlineData("DOG?", "Dog", true)]
    [InlineData("Will 10 be there?", "Dog", false)]
    public void A_question_without_a_word_of_its_criterion_asks_for_something_else(string question, string label, bool asksForIt) =>
        QuestionWords.AsksFor(question, new Criterion { Labels = [label], Times = 10 }, Known).Should().Be(asksForIt);

    [Fact]
    public void A_market_that_people_decide_may_ask_for_anything() =>
        QuestionWords.AsksFor("Will I win?", Criterion.ByPeople, Known).Should().BeTrue();
}
