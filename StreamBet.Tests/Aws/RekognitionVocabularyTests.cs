using System.Text;
using StreamBet.Core.Aws.Labels;
using StreamBet.Core.Vision.Labels;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Aws;

public sealed class RekognitionVocabularyTests(ITestOutputHelper output)
{
    [Fact]
    public void It_holds_every_label_once_and_any_of_them_can_decide_a_market()
    {
        var labels = RekognitionVocabulary.All.Labels;

        labels.Should().HaveCount(3_082).And.OnlyContain(label => label.IsValidated);
        labels.Select(label => label.Name.ToUpperInvariant()).Should().OnlyHaveUniqueItems();
        labels.Select(label => label.Category).Distinct().Should().HaveCount(40);
        labels.Should().OnlyContain(label => label.Name == label.Name.Trim() && label.Category.Length > 0);
        labels.Count(label => label.IsActivity).Should().Be(278);
    }

    [Fact]
    public void It_reads_text_whatever_it_is_assumed_to_miss() =>
        new[] { RekognitionVocabulary.All, RekognitionVocabulary.With(10) }
            .Should().OnlyContain(vocabulary => vocabulary.ReadsText);

    [Theory]
    [InlineData("Dog", "Animals and Pets", false)]
    [InlineData("18-wheeler Truck", "Vehicles and Automotive", false)]
    [InlineData("Château de Chambord", "Popular Landmarks", false)]
    [InlineData("Bun (Hairstyle)", "Beauty and Personal Care", false)]
    [InlineData("Jumping", "Actions", true)]
    [InlineData("Basketball", "Sports", true)]
    [InlineData("Basketball (Ball)", "Sports", false)]
    [InlineData("Basketball Game", "Sports", true)]
    [InlineData("Tennis Racket", "Sports", false)]
    [InlineData("Golf Course", "Sports", false)]
    [InlineData("Push Ups", "Health and Fitness", true)]
    [InlineData("Treadmill", "Health and Fitness", false)]
    [InlineData("Dancing", "Performing Arts", true)]
    [InlineData("Orchestra", "Performing Arts", false)]
    [InlineData("Scuba Diving", "Travel and Adventure", true)]
    [InlineData("Zoo", "Travel and Adventure", false)]
    [InlineData("Karaoke", "Hobbies and Interests", true)]
    [InlineData("Accordion", "Hobbies and Interests", false)]
    [InlineData("Wedding Proposal", "Events and Attractions", true)]
    [InlineData("Wedding", "Events and Attractions", false)]
    [InlineData("Laughing", "Expressions and Emotions", true)]
    [InlineData("Happy", "Expressions and Emotions", false)]
    [InlineData("Frying", "Kitchen and Dining", true)]
    [InlineData("Frying Pan", "Kitchen and Dining", false)]
    public void It_tells_what_a_label_is(string name, string category, bool isActivity)
    {
        var label = RekognitionVocabulary.All.Find(name)!;

        (label.Name, label.Category, label.IsActivity).Should().Be((name, category, isActivity));
    }

    [Theory]
    [InlineData("Kid", "Child")]
    [InlineData("human", "Person")]
    [InlineData("Cell Phone", "Mobile Phone")]
    [InlineData("Jogging", "Running")]
    [InlineData("LCD Screen", "Monitor")]
    [InlineData("Asteraceae", "Daisy")]
    [InlineData("Daisies", "Daisy")]
    public void A_label_is_found_by_its_other_names(string alias, string name) =>
        RekognitionVocabulary.All.Find(alias)!.Name.Should().Be(name);

    [Fact]
    public void No_other_name_is_a_labels_own_or_that_of_two()
    {
        var labels = RekognitionVocabulary.All.Labels;

        labels.SelectMany(label => label.Aliases).Concat(labels.Select(label => label.Name))
            .Select(name => name.ToUpperInvariant()).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("Actions", true)]
    [InlineData("Sports", true)]
    [InlineData("Health and Fitness", true)]
    [InlineData("Animals and Pets", false)]
    [InlineData("Events and Attractions", false)]
    [InlineData("A category of the future", false)]
    public void A_label_of_the_future_is_judged_by_its_category(string category, bool isActivity) =>
        RekognitionVocabulary.IsActivityCategory(category).Should().Be(isActivity);

    [Fact]
    public void The_embedded_analyzer_calls_things_by_the_same_names() =>
        VisionVocabulary.All.Labels.Select(label => (label.Name, label.Category, label.IsActivity))
            .Should().BeSubsetOf(RekognitionVocabulary.All.Labels.Select(
                label => (label.Name, label.Category, label.IsActivity)));

    [Fact]
    public void It_is_the_services_own_list()
    {
        if (SharedMaterial.Taxonomy is not { } folder)
        {
            output.WriteLine("Not run: there is no shared/aws/taxonomy beside the project.");
            return;
        }

        var labels = RekognitionVocabulary.All.Labels;
        labels.Select(label => $"{label.Name},{label.Category}").Order().Should().Equal(
            Lines(folder, "AmazonRekognitionLabelsCategoriesMapping_v3.0.csv", Encoding.Latin1).Order());
        labels.SelectMany(label => label.Aliases, (label, alias) => (label.Name, alias)).Order().Should().Equal(
            Lines(folder, "AmazonRekognitionAliasLabels_v3.0.csv", Encoding.UTF8).Select(line => line.Split(','))
                .SelectMany(names => names[1..].Where(alias => alias.Length > 0), (names, alias) => (names[0], alias))
                .Order());
    }

    private static IEnumerable<string> Lines(string folder, string file, Encoding encoding) =>
        File.ReadLines(Path.Combine(folder, file), encoding).Skip(1)
            .Select(line => line.Trim()).Where(line => line.Length > 0);
}
