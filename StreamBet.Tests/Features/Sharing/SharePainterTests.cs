using SkiaSharp;
using StreamBet.Core.Findings;
using StreamBet.Web.Features.Sharing;

namespace StreamBet.Tests.Features.Sharing;

/// <summary>A shared picture is drawn for whatever people write, in letters that can be read.</summary>
public sealed class SharePainterTests : IDisposable
{
    private static readonly ShareFacts Open = new("Will the dog catch the ball?", "YES if Dog is seen with confidence over 80 %.", "Stakes are open")
    {
        Yes = "pays 1.60 times",
        No = "pays 2.67 times",
        Pool = "12,400 credits",
        YesShare = 0.625,
    };

    private readonly ShareFonts _fonts = new();

    public void Dispose() => _fonts.Dispose();

    [Fact]
    public void It_is_a_PNG_of_1200_by_630()
    {
        var png = SharePainter.Draw(Open, frame: null, [], _fonts);

        png.AsSpan(0, 8).ToArray().Should().Equal(137, 80, 78, 71, 13, 10, 26, 10);
        using var picture = SKBitmap.Decode(png);
        (picture.Width, picture.Height).Should().Be((1200, 630));
    }

    [Theory]
    [InlineData("W")]
    [InlineData("שלום ")]
    [InlineData("سؤال ")]
    [InlineData("她会 ")]
    [InlineData("Щука ")]
    [InlineData("🎲")]
    [InlineData("\uE000")]
    public void Whatever_the_question_it_is_drawn(string part)
    {
        var question = string.Concat(Enumerable.Repeat(part, 200))[..200];

        foreach (var facts in new[] { Open, Open with { Outcome = "YES", Detail = "Seen with 97.1 % at 0:07.5" }, Open with { Outcome = "void", YesShare = null } })
            SharePainter.Draw(facts with { Question = question }, frame: null, [], _fonts).Should().NotBeEmpty();
    }

    [Fact]
    public void The_frame_of_the_verdict_is_in_it_with_its_boxes()
    {
        using var red = new SKBitmap(320, 180);
        red.Erase(SKColors.Red);
        using var jpeg = red.Encode(SKEncodedImageFormat.Jpeg, 90);
        var decided = Open with { Outcome = "YES", Detail = "Seen" };

        var (plain, boxed) = (
            Count(SharePainter.Draw(decided, jpeg.ToArray(), [], _fonts)),
            Count(SharePainter.Draw(decided, jpeg.ToArray(), [new Box(0.2, 0.2, 0.5, 0.5)], _fonts)));

        plain.Should().BeGreaterThan(100_000);
        boxed.Should().BeInRange(plain - 10_000, plain - 1_000);
        Count(SharePainter.Draw(decided, [1, 2, 3], [], _fonts)).Should().Be(0);
    }

    [Fact]
    public void A_text_is_set_in_the_largest_size_that_holds_it_and_cut_in_the_smallest()
    {
        var shorter = Fit("Will it rain?");
        shorter.Size.Should().Be(60);
        shorter.Lines.Should().ContainSingle();

        var longer = Fit(string.Join(' ', Enumerable.Repeat("umbrella", 7)));
        longer.Size.Should().Be(30);
        longer.IsWhole.Should().BeTrue();

        var longest = Fit(new string('W', 200));
        longest.Lines.Should().HaveCount(3);
        longest.Lines[^1][^1].Should().EndWith("…");
    }

    [Fact]
    public void Words_that_read_from_right_to_left_stand_so()
    {
        string[] line = ["האם", "הכלב", "catch", "it", "now", "כן"];

        TextBlock.Arrange(line, isRightward: false).Should().Equal("כן", "catch", "it", "now", "הכלב", "האם");
        TextBlock.Arrange(["Will", "האם", "הכלב", "win"], isRightward: true).Should().Equal("Will", "הכלב", "האם", "win");
    }

    [Fact]
    public void The_letters_come_from_the_product_s_own_typeface_where_it_has_them()
    {
        _fonts.Find('W', isBold: true)!.FamilyName.Should().Be("Bricolage Grotesque");
        _fonts.Find('ő', isBold: false)!.FamilyName.Should().Be("Bricolage Grotesque");
        _fonts.Find('Щ', isBold: true)?.FamilyName.Should().NotBe("Bricolage Grotesque");
        _fonts.Find(0xE000, isBold: true).Should().BeNull();
    }

    private TextBlock Fit(string text) => TextBlock.Fit(text, _fonts, isBold: true, 500, (60, 2), (30, 3));

    private static int Count(byte[] png)
    {
        using var picture = SKBitmap.Decode(png);
        return picture.Pixels.Count(pixel => pixel is { Red: > 200, Green: < 60, Blue: < 60 });
    }
}
