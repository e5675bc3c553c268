using Amazon.Rekognition.Model;
using StreamBet.Core.Aws.Detections;
using StreamBet.Core.Aws.Texts;
using StreamBet.Core.Findings;

namespace StreamBet.Tests.Aws;

public sealed class TextCollectorTests
{
    private readonly TextCollector _texts = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Lines_are_gathered_by_their_text_from_all_pages_in_the_order_of_time()
    {
        _texts.Add([Line(1500, "SCORE 1", 90), Line(500, "VICTORY", 60)]);
        _texts.Add([Line(1000, "SCORE 1", 97.5f), Line(1000, " SCORE 2 ", 92.3f), Line(1000, "score 1", 91)]);

        var lines = _texts.ToLines();

        lines.Select(line => line.Text).Should().Equal("VICTORY", "SCORE 1", "SCORE 2", "score 1");
        lines.Should().OnlyContain(line => line.SecondText == line.Text, "the service vouches for both");
        lines[1].Sightings.Select(seen => (seen.At.TotalSeconds, seen.Confidence)).Should().Equal((1.0, 97.5), (1.5, 90.0));
        lines[2].Sightings[0].Confidence.Should().Be(92.3, "it is the number that the service gave");
        lines.SelectMany(line => line.Sightings).Should().OnlyContain(seen => seen.Doubt == seen.Confidence);
        _texts.Times.Moments.Should().Be(3);
    }

    [Fact]
    public void A_text_is_seen_once_at_a_time_where_it_is_surest()
    {
        _texts.Add([Line(0, "PUB", 70, 0.1f), Line(0, "PUB", 90, 0.5f)]);
        _texts.Add([Line(0, "PUB", 80, 0.7f)]);

        var sighting = _texts.ToLines().Single().Sightings.Should().ContainSingle().Which;

        sighting.Confidence.Should().Be(90);
        sighting.Instances.Should().Equal(new Core.Findings.Instance(new Box(0.5, 0.25, 0.25, 0.125), 90));
    }

    [Theory]
    [InlineData(19.99f, 0)]
    [InlineData(20, 1)]
    public void What_is_under_20_is_dropped_and_its_time_was_looked_at_all_the_same(float confidence, int kept)
    {
        _texts.Add([Line(0, "PUB", confidence)]);

        _texts.ToLines().Should().HaveCount(kept);
        _texts.Times.Moments.Should().Be(1);
    }

    [Fact]
    public void Words_make_no_lines_and_what_is_not_whole_is_left_out()
    {
        var placeless = Line(0, "NOWHERE", 90);
        placeless.TextDetection!.Geometry = null;

        _texts.Add(
        [
            null, new TextDetectionResult(), new TextDetectionResult { Timestamp = 0 }, Word(0), Line(0, null, 90),
            Line(0, " ", 90), Line(0, "PUB", null), Line(0, "PUB", float.NaN), Line(null, "PUB", 90), placeless,
        ]);
        _texts.Add(null);

        _texts.ToLines().Should().ContainSingle().Which.Sightings[0].Instances.Should().BeEmpty("its place is not known");
    }

    [Fact]
    public void What_lies_outside_of_the_clip_is_left_out_and_counted()
    {
        _texts.Add([Line(-1, "PUB", 90), Line(9_999, "PUB", 90), Line(10_000, "PUB", 90)]);

        _texts.ToLines().Single().Sightings.Should().ContainSingle().Which.At.TotalMilliseconds.Should().Be(9_999);
        (_texts.Times.OutsideClip, _texts.Times.Latest).Should().Be((2, 10_000L));
    }

    [Theory]
    [InlineData(TextCollector.MaxWords - 1, false)]
    [InlineData(TextCollector.MaxWords, true)]
    public void A_picture_with_as_many_words_as_Rekognition_reads_may_show_more(int words, bool isCut)
    {
        _texts.Add(Enumerable.Range(0, words).Select(_ => Word(500)));
        _texts.Add(Enumerable.Range(0, words / 2).Select(_ => Word(1000)));

        _texts.IsCut.Should().Be(isCut);
    }

    [Fact]
    public void More_than_is_kept_is_cut()
    {
        _texts.Add(Enumerable.Range(0, TextCollector.MaxSightings).Select(number => Line(number % 9_000, $"{number / 9_000}", 90)));
        _texts.IsCut.Should().BeFalse();

        _texts.Add([Line(9_500, "0", 90), Line(0, "0", 95)]);

        _texts.IsCut.Should().BeTrue();
        var sightings = _texts.ToLines().SelectMany(line => line.Sightings).ToList();
        sightings.Should().HaveCount(TextCollector.MaxSightings);
        sightings.Should().Contain(seen => seen.Confidence == 95, "a surer one takes the place of another");
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("a-1_B", "a-1_B", null)]
    [InlineData("a-1_B c", "a-1_B", "c")]
    public void Both_ids_are_kept_as_one_and_one_alone_is_that_of_the_labels(string? stored, string? labels, string? text)
    {
        var ids = DetectionIds.Parse(stored);

        (ids.Of(DetectionKind.Labels), ids.Of(DetectionKind.Text)).Should().Be((labels, text));
        ids.ToString().Should().Be(stored ?? "");
        ids.With(DetectionKind.Labels, "x").With(DetectionKind.Text, "y").ToString().Should().Be("x y");
    }

    private static TextDetectionResult Word(long milliseconds) => new()
    {
        Timestamp = milliseconds,
        TextDetection = new TextDetection { Type = "WORD", DetectedText = "PUB", Confidence = 90 },
    };

    private static TextDetectionResult Line(long? milliseconds, string? text, float? confidence, float left = 0.25f) => new()
    {
        Timestamp = milliseconds,
        TextDetection = new TextDetection
        {
            Type = "LINE",
            DetectedText = text,
            Confidence = confidence,
            Geometry = new Geometry
            {
                BoundingBox = new BoundingBox { Left = left, Top = 0.25f, Width = 0.25f, Height = 0.125f },
            },
        },
    };
}
