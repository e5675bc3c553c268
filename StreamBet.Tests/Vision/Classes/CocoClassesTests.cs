using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Labels;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Vision.Classes;

public sealed class CocoClassesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("person", "Person", "Person Description")]
    [InlineData("sports ball", "Ball", "Sports")]
    [InlineData("bicycle", "Bicycle", "Hobbies and Interests")]
    [InlineData("stop sign", "Stopsign", "Transport and Logistics")]
    [InlineData("tv", "TV", "Technology and Computing")]
    [InlineData("cell phone", "Mobile Phone", "Technology and Computing")]
    [InlineData("keyboard", "Computer Keyboard", "Technology and Computing")]
    [InlineData("remote", "Remote Control", "Technology and Computing")]
    [InlineData("hair drier", "Blow Dryer", "Tools and Machinery")]
    [InlineData("knife", "Knife", "Weapons and Military")]
    [InlineData("potted plant", "Potted Plant", "Home and Indoors")]
    [InlineData("dog", "Dog", "Animals and Pets")]
    public void A_class_has_its_name_and_category_of_the_taxonomy(string name, string label, string category)
    {
        CocoClasses.Find(name).Label.Should().Be(label);
        CocoClasses.Find(name).Category.Should().Be(category);
    }

    [Fact]
    public void There_are_eighty_classes_in_the_order_of_the_models()
    {
        CocoClasses.All.Should().HaveCount(80);
        CocoClasses.All.Select(known => known.Name).Should().OnlyHaveUniqueItems();
        CocoClasses.All[0].Name.Should().Be("person");
        CocoClasses.All[16].Name.Should().Be("dog");
        CocoClasses.All[32].Name.Should().Be("sports ball");
        CocoClasses.All[56].Name.Should().Be("chair");
        CocoClasses.All[79].Name.Should().Be("toothbrush");
    }

    [Fact]
    public void Only_what_the_taxonomy_does_not_name_has_no_label() =>
        CocoClasses.All.Where(known => known.Label is null).Select(known => known.Name)
            .Should().Equal("skis", "snowboard", "mouse");

    [Fact]
    public void No_two_classes_share_a_label() =>
        CocoClasses.All.Select(known => known.Label).OfType<string>().Concat(Activity.All.Select(known => known.Label))
            .Should().OnlyHaveUniqueItems();

    [Theory]
    [InlineData("bird")]
    [InlineData("clock")]
    [InlineData("frisbee")]
    [InlineData("orange")]
    [InlineData("sheep")]
    [InlineData("bear")]
    [InlineData("cow")]
    [InlineData("cup")]
    [InlineData("kite")]
    [InlineData("airplane")]
    [InlineData("cell phone")]
    public void A_class_with_known_confusions_is_not_validated(string name) =>
        CocoClasses.Find(name).IsValidated.Should().BeFalse();

    [Fact]
    public void Every_label_is_in_the_taxonomy_with_its_category()
    {
        var folder = SharedMaterial.Taxonomy;
        if (folder is null)
        {
            output.WriteLine("Not run: there is no shared/aws/taxonomy beside the project.");
            return;
        }

        var taxonomy = File
            .ReadLines(Path.Combine(folder, "AmazonRekognitionLabelsCategoriesMapping_v3.0.csv"))
            .Select(line => line.Trim())
            .ToHashSet();

        VisionVocabulary.All.Labels.Select(label => $"{label.Name},{label.Category}")
            .Should().OnlyContain(line => taxonomy.Contains(line));
    }
}
