using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Text;

/// <summary>What each model gave for a drawn picture when it was added; other files or another preparation of the pixels
/// would give something else.</summary>
public sealed class TextModelsTests
{
    // Centre and half sides in pixels, what each reader reads, and its score.
    private static readonly (double[] Box, Reading First, Reading Second)[] Game =
    [
        ([97.7, 41.6, 57.0, 13.2], new("SCORE", 0.991), new("SCORE", 0.96)),
        ([233.1, 41.3, 41.7, 13.6], new("1250", 1.000), new("1250", 0.96)),
        ([336.0, 169.5, 152.2, 19.3], new("GAME OVER", 0.949), new("GAME OVER", 0.95)),
        ([303.8, 252.3, 76.2, 14.3], new("Press any key", 0.996), new("Press any key", 0.95)),
        ([493.1, 312.5, 73.9, 12.9], new("TIME12:45", 0.970), new("TIME 12:45", 0.95)),
    ];

    [Fact]
    public async Task The_detector_finds_the_lines_where_it_found_them_before()
    {
        var boxes = (await DetectAsync()).Boxes;

        boxes.Should().HaveCount(Game.Length);
        foreach (var (box, (known, _, _)) in boxes.Zip(Game))
        {
            double[] found = [box.X, box.Y, box.HalfLength, box.HalfHeight];
            found.Zip(known).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 2);
        }
    }

    [Fact]
    public async Task The_recogniser_reads_what_it_read_before()
    {
        var (models, picture, boxes) = await DetectAsync();

        foreach (var (box, (_, known, _)) in boxes.Zip(Game))
        {
            var read = models.Recognizer.Read(LineCrop.Of(picture, box));
            read.Text.Should().Be(known.Text);
            read.Score.Should().BeApproximately(known.Score, 0.02);
        }
    }

    [Fact]
    public async Task Tesseract_reads_what_it_read_before()
    {
        var (_, picture, boxes) = await DetectAsync();
        using var second = KnownAnalyses.Readers.TryStart();

        foreach (var (box, (_, _, known)) in boxes.Zip(Game))
        {
            var read = second!.Read(LinePage.Of(LineCrop.Of(picture, box)).First());
            read.Text.Should().Be(known.Text);
            read.Score.Should().BeApproximately(known.Score, 0.05);
        }
    }

    [Fact]
    public async Task Victory_and_defeat_are_never_confused()
    {
        var pixels = await TextPictures.ReadAsync("outcomes", 1280, 720);
        using var second = KnownAnalyses.Readers.TryStart();

        var lines = new LineReader(await KnownAnalyses.Models.LoadTextAsync(), second)
            .Read(TextPictures.ToPicture(pixels, 1280, 720)).Lines;

        lines.Should().HaveCount(24);
        foreach (var line in lines)
        {
            var (right, wrong) = line.Box.X < 640 ? ("VICTORY", "DEFEAT") : ("DEFEAT", "VICTORY");
            Folding.Joined(line.First.Text).Should().Be(right);
            Folding.Likeness(Folding.Joined(line.Second!.Value.Text), wrong).Should().BeLessThan(0.5);
        }

        lines.Count(line => Folding.Joined(line.Second!.Value.Text) is "VICTORY" or "DEFEAT").Should().BeGreaterThan(20);
    }

    [Theory]
    [InlineData("transpose=clock", 360, 640)]
    [InlineData("rotate=0.15:c=0x304058", 640, 360)]
    public async Task A_turned_line_is_found_and_read(string filter, int width, int height)
    {
        var pixels = await TextPictures.ReadAsync("game", width, height, filter);

        var lines = new LineReader(await KnownAnalyses.Models.LoadTextAsync(), null)
            .Read(TextPictures.ToPicture(pixels, width, height)).Lines;

        lines.Select(line => Folding.Joined(line.First.Text)).Should().Contain(["SCORE", "I25O"]);
    }

    [Fact]
    public void Boxes_of_neighbouring_words_that_overlap_are_one()
    {
        var united = TextRows.Unite([new TextBox(150, 52, 1, 0, 60, 20), new TextBox(50, 50, 1, 0, 50, 22), new TextBox(400, 50, 1, 0, 20, 20)]);

        united.Should().HaveCount(2);
        united[0].Left.Should().BeApproximately(0, 1e-9);
        united[0].Right.Should().BeApproximately(210, 1e-9);
        united[0].Height.Should().BeApproximately(44, 1e-9);
    }

    private static async Task<(TextModels Models, RgbPicture Picture, IReadOnlyList<TextBox> Boxes)> DetectAsync()
    {
        var models = await KnownAnalyses.Models.LoadTextAsync();
        var picture = TextPictures.ToPicture(await TextPictures.ReadAsync("game", 640, 360), 640, 360);
        return (models, picture, [.. models.Detector.Detect(picture).OrderBy(box => Math.Round(box.Y / 20)).ThenBy(box => box.X)]);
    }
}
