using StreamBet.Core.Vision.Pictures;

namespace StreamBet.Tests.Vision.Pictures;

/// <summary>A picture is found wherever it is, at any size, and no other picture is taken for it.</summary>
public class PictureTemplateTests
{
    [Theory]
    [InlineData(60, 60, 10, 20)]
    [InlineData(60, 60, 575, 295)]
    [InlineData(120, 80, 300, 140)]
    [InlineData(320, 200, 200, 100)]
    [InlineData(640, 360, 0, 0)]
    public void A_picture_is_found_at_its_place_and_size(int width, int height, int left, int top)
    {
        var template = new PictureTemplate(MadePictures.Icon(width * 3 / 2, height * 3 / 2));

        var match = template.Find(MadePictures.Sample(MadePictures.Icon(width, height), left, top));

        match.Should().NotBeNull();
        match!.Value.Likeness.Should().BeGreaterThan(0.9);
        PictureCertainty.Judge(match.Value.Likeness, -1).Confidence.Should().BeGreaterThan(80);
        (match.Value.Box.Left * 640).Should().BeApproximately(left, 3);
        (match.Value.Box.Top * 360).Should().BeApproximately(top, 3);
        (match.Value.Box.Width * 640).Should().BeApproximately(width, 6);
        (match.Value.Box.Height * 360).Should().BeApproximately(height, 6);
    }

    [Fact]
    public void Another_picture_is_no_match()
    {
        var template = new PictureTemplate(MadePictures.Icon(120, 80));

        for (var seed = 2; seed < 8; seed++)
        {
            var match = template.Find(MadePictures.Sample(MadePictures.Icon(120, 80, seed), 300, 140, seed));

            PictureCertainty.Judge(match?.Likeness ?? -1, -1).Doubt.Should().BeLessThan(20);
        }
    }

    [Fact]
    public void A_picture_of_which_a_part_is_another_is_no_match()
    {
        var icon = MadePictures.Icon(120, 120);
        var other = MadePictures.Icon(120, 120, seed: 2);
        var changed = MadePictures.Of(120, 120, (x, y) => (x >= 80 && y >= 80 ? other : icon).Pixels.Span[(y * 120) + x]);

        var match = new PictureTemplate(icon).Find(MadePictures.Sample(changed, 300, 140));

        PictureCertainty.Judge(match?.Likeness ?? -1, -1).Confidence.Should().BeLessThan(80);
    }

    [Fact]
    public void A_darker_and_paler_copy_is_a_match()
    {
        var icon = MadePictures.Icon(120, 80);
        var pale = MadePictures.Of(120, 80, (x, y) => 40 + (icon.Pixels.Span[(y * 120) + x] * 0.6));

        new PictureTemplate(icon).Find(MadePictures.Sample(pale, 300, 140))!.Value.Likeness.Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void Every_thread_finds_the_same()
    {
        var template = new PictureTemplate(MadePictures.Icon(90, 60));
        var samples = Enumerable.Range(1, 3).Select(seed => MadePictures.Sample(MadePictures.Icon(70, 50, seed), 90 * seed, 80, seed)).ToList();
        var alone = samples.Select(template.Find).ToList();

        var together = Enumerable.Range(0, 12).AsParallel().AsOrdered().WithDegreeOfParallelism(2)
            .Select(i => new PictureTemplate(MadePictures.Icon(90, 60)).Find(samples[i % 3]) is { } fresh && fresh == template.Find(samples[i % 3])
                ? fresh
                : (PictureMatch?)null)
            .ToList();

        together.Should().Equal(Enumerable.Range(0, 12).Select(i => alone[i % 3]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 400)]
    [InlineData(400, 1)]
    [InlineData(2, 2)]
    [InlineData(17, 16)]
    [InlineData(2_000, 40)]
    [InlineData(40, 2_000)]
    [InlineData(2_000, 2_000)]
    public void No_size_of_a_picture_or_a_sample_fails(int width, int height)
    {
        var (picture, small) = (MadePictures.Icon(width, height), MadePictures.Icon(40, 30));

        var matches = new[]
        {
            new PictureTemplate(picture).Find(MadePictures.Sample(null)), new PictureTemplate(small).Find(picture),
            new PictureTemplate(picture).Find(picture),
        };

        foreach (var match in matches.OfType<PictureMatch>())
        {
            match.Likeness.Should().BeInRange(-1, 1);
            new[] { match.Box.Left, match.Box.Top, match.Box.Width, match.Box.Height }.Should().OnlyContain(side => side >= 0 && side <= 1);
        }
    }

    [Fact]
    public void Nothing_is_found_on_a_sample_of_one_colour_and_by_a_picture_of_one()
    {
        var (flat, icon) = (MadePictures.Of(640, 360, (_, _) => 90), MadePictures.Icon(90, 60));

        new PictureTemplate(icon).Find(flat).Should().BeNull();
        new PictureTemplate(MadePictures.Of(90, 60, (_, _) => 90)).Find(MadePictures.Sample(icon, 50, 50)).Should().BeNull();
    }

    [Fact]
    public void Pixels_that_do_not_fit_the_sides_are_refused()
    {
        var wrong = new GreyPicture(10, 10, new byte[99]);

        FluentActions.Invoking(() => new PictureTemplate(wrong)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new PictureTemplate(MadePictures.Icon(40, 30)).Find(wrong)).Should().Throw<ArgumentException>();
    }
}
