using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Findings;

public sealed class VocabularyTests
{
    [Fact]
    public void A_label_is_found_by_any_of_its_names_in_any_case()
    {
        foreach (var name in new[] { "Child", "child", "Kid", "kID" })
            Of(Label("Child", "Kid"), Label("Dog")).Find(name)!.Name.Should().Be("Child");
        Of(Label("Child", "Kid")).Find("Ki").Should().BeNull();
    }

    [Fact]
    public void A_name_means_the_label_of_that_name_and_not_one_that_is_also_called_so()
    {
        var vocabulary = Of(Label("Panther", "Jaguar"), Label("Jaguar"));

        vocabulary.Find("jaguar")!.Name.Should().Be("Jaguar");
        vocabulary.Find("Panther")!.Name.Should().Be("Panther");
    }

    [Fact]
    public void Labels_come_by_name_and_once() =>
        Of(Label("Dog"), Label("Cat", "Kitty"), Label("dog")).Labels.Select(label => label.Name)
            .Should().Equal("Cat", "Dog");

    [Fact]
    public async Task A_market_is_kept_under_the_labels_own_names()
    {
        using var folder = new TemporaryFolder();
        await using var exchange = await Exchange.OpenAsync(folder.Path);
        var host = Exchange.Person("host");
        var criterion = new Criterion { Labels = ["hound", "CAT", "Pooch"] };

        var market = await exchange.Markets.OpenAsync(
            new NewMarket("Will one be seen?", criterion), host, default);

        market.Criterion.Labels.Should().Equal("Dog", "Cat");
    }

    private static Vocabulary Of(params VocabularyLabel[] labels) => new(labels);

    private static VocabularyLabel Label(string name, params string[] aliases) =>
        new(name, "Any", IsActivity: false, IsValidated: true) { Aliases = aliases };
}
