using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Text;

public sealed class LineReaderTests : IDisposable
{
    private const int Width = 640;
    private const int Height = 360;

    private readonly FakeSecondReader _second = new();

    [Fact]
    public async Task Lines_whose_pixels_stay_are_read_once()
    {
        var pixels = await TextPictures.ReadAsync("game", Width, Height);
        var reader = await ReaderAsync(_second);

        var before = Texts(reader, pixels);
        Texts(reader, Brighter(pixels)).Should().BeEquivalentTo(before, "so small a difference is no change");

        _second.Lines.Should().Be(before.Count);
    }

    [Fact]
    public async Task Only_the_line_that_changed_is_read_again()
    {
        var pixels = await TextPictures.ReadAsync("game", Width, Height);
        var reader = await ReaderAsync(_second);
        var lines = Texts(reader, pixels).Count;

        // The figures 12 and 50 change places.
        for (var y = 25; y < 60; y++)
        {
            var first = pixels.AsSpan(((y * Width) + 190) * 3, 42 * 3);
            var second = pixels.AsSpan(((y * Width) + 232) * 3, 42 * 3);
            var kept = first.ToArray();
            second.CopyTo(first);
            kept.CopyTo(second);
        }

        Texts(reader, pixels).Should().Contain("5012").And.NotContain("1250");
        _second.Lines.Should().Be(lines + 1);
    }

    [Fact]
    public async Task What_disappears_is_forgotten()
    {
        var pixels = await TextPictures.ReadAsync("game", Width, Height);
        var reader = await ReaderAsync(_second);
        var lines = Texts(reader, pixels).Count;

        Texts(reader, new byte[pixels.Length]).Should().BeEmpty();
        Texts(reader, pixels).Should().HaveCount(lines);

        _second.Lines.Should().Be(2 * lines);
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(1280, 16)]
    [InlineData(16, 1280)]
    [InlineData(640, 360)]
    public async Task An_empty_picture_of_any_size_shows_no_text(int width, int height) =>
        Texts(await ReaderAsync(_second), new byte[width * height * 3], width, height).Should().BeEmpty();

    [Fact]
    public async Task Letters_as_high_as_the_picture_are_read()
    {
        var pixels = await TextPictures.ReadAsync("game", 1280, 320, "crop=336:84:166:132,scale=1280:320");

        string.Concat(Texts(await ReaderAsync(_second), pixels, 1280, 320)).Should().Contain("GAME").And.Contain("OVER");
    }

    [Fact]
    public async Task Letters_of_a_few_pixels_are_not_taken_for_certain_other_ones()
    {
        var pixels = await TextPictures.ReadAsync("game", 160, 90, "scale=160:90");
        using var second = KnownAnalyses.Readers.TryStart();

        var lines = (await ReaderAsync(second)).Read(TextPictures.ToPicture(pixels, 160, 90)).Lines;

        lines.Where(line => Confidence(line) > 80).Select(line => Folding.Joined(line.First.Text))
            .Should().BeSubsetOf(["GAMEOVER", "SCORE", "I25O", "PRESSANYKEY", "TIMEI245"]);
    }

    [Theory]
    [InlineData("hflip")]
    [InlineData("vflip")]
    [InlineData("hflip,vflip")]
    public async Task Text_that_is_mirrored_or_upside_down_is_not_taken_for_what_it_would_say_upright(string turn)
    {
        var pixels = await TextPictures.ReadAsync("outcomes", 1280, 720, turn);
        using var second = KnownAnalyses.Readers.TryStart();

        var lines = (await ReaderAsync(second)).Read(TextPictures.ToPicture(pixels, 1280, 720)).Lines;

        lines.Where(line => Confidence(line) > 80).Select(line => Folding.Joined(line.First.Text))
            .Where(read => Folding.Likeness(read, "VICTORY") >= 0.6 || Folding.Likeness(read, "DEFEAT") >= 0.6).Should().BeEmpty();
    }

    public void Dispose() => _second.Dispose();

    private static double Confidence(LineReading line) => TextCertainty.Shipped.Judge(line.First, line.Second).Confidence;

    private static async Task<LineReader> ReaderAsync(ISecondReader? second) =>
        new(await KnownAnalyses.Models.LoadTextAsync(), second);

    private static List<string> Texts(LineReader reader, byte[] pixels, int width = Width, int height = Height) =>
        [.. reader.Read(TextPictures.ToPicture(pixels, width, height)).Lines.Select(line => line.First.Text)];

    private static byte[] Brighter(byte[] pixels) => [.. pixels.Select(value => (byte)Math.Min(value + 4, 255))];
}
