using System.Text.Json;
using Amazon.Rekognition.Model;
using StreamBet.Core.Aws.Labels;
using StreamBet.Core.Findings;
using StreamBet.Tests.Support;
using Xunit.Abstractions;
using Instance = Amazon.Rekognition.Model.Instance;

namespace StreamBet.Tests.Aws;

public sealed class LabelCollectorTests(ITestOutputHelper output)
{
    private readonly LabelCollector _labels = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Sightings_of_a_label_are_gathered_from_all_pages_in_the_order_of_time()
    {
        _labels.Add([Of(1500, "Dog", 90), Of(500, "Cat", 60)]);
        _labels.Add([Of(500, "Dog", 80.5f), Of(1000, "Dog", 97.5f)]);

        var found = _labels.ToLabels();

        found.Select(label => label.Name).Should().Equal("Dog", "Cat");
        found[0].Sightings.Select(seen => (seen.At.TotalSeconds, seen.Confidence))
            .Should().Equal((0.5, 80.5), (1.0, 97.5), (1.5, 90.0));
        (_labels.Sightings, _labels.Times.Moments).Should().Be((4, 3));
    }

    [Fact]
    public void Labels_come_best_first_and_then_by_name()
    {
        _labels.Add([Of(0, "Cat", 81), Of(0, "Dog", 97), Of(0, "Car", 81), Of(500, "Car", 60)]);

        _labels.ToLabels().Select(label => label.Name).Should().Equal("Dog", "Car", "Cat");
    }

    [Fact]
    public void A_label_is_seen_once_at_a_time_with_the_best_confidence_and_every_box()
    {
        _labels.Add([Of(0, "Dog", 70, (0.5f, 0.5f, 0.25f, 0.25f, 70)), Of(500, "Dog", 60)]);
        _labels.Add([Of(0, "Dog", 90, (0, 0, 0.25f, 0.25f, 90), (0.5f, 0.5f, 0.25f, 0.25f, 70)), Of(0, "Dog", 90)]);

        var sightings = _labels.ToLabels().Should().ContainSingle().Which.Sightings;

        sightings.Select(seen => (seen.At.TotalSeconds, seen.Confidence)).Should().Equal((0.0, 90.0), (0.5, 60.0));
        sightings[0].Instances.Select(instance => instance.Confidence).Should().Equal(90, 70);
    }

    [Theory]
    [InlineData(19.99f, false)]
    [InlineData(20, true)]
    public void What_is_under_20_is_dropped_and_its_time_was_looked_at_all_the_same(float confidence, bool isKept)
    {
        _labels.Add([Of(0, "Dog", confidence)]);

        _labels.ToLabels().Should().HaveCount(isKept ? 1 : 0);
        _labels.Times.Moments.Should().Be(1);
    }

    [Theory]
    [InlineData(92.3f, 92.3)]
    [InlineData(80f, 80)]
    [InlineData(80.00001f, 80.00001)]
    [InlineData(89.929931640625f, 89.92993)]
    [InlineData(100.5f, 100)]
    public void Confidence_is_the_number_that_the_service_gave(float confidence, double expected)
    {
        _labels.Add([Of(0, "Dog", confidence, (0, 0, 1, 1, confidence))]);

        var sighting = _labels.ToLabels()[0].Sightings[0];

        sighting.Confidence.Should().Be(expected);
        sighting.Instances[0].Confidence.Should().Be(expected);
    }

    [Fact]
    public void A_box_is_cut_at_the_edges_of_the_picture()
    {
        _labels.Add(
        [
            Of(0, "Dog", 90, (-0.25f, -0.5f, 0.5f, 2, 90), (0.75f, 0.5f, 0.5f, 0.25f, 80), (1.5f, 0, 0.5f, 1, 70)),
        ]);

        _labels.ToLabels()[0].Sightings[0].Instances.Select(instance => instance.Box)
            .Should().Equal(new Box(0, 0, 0.25, 1), new Box(0.75, 0.5, 0.25, 0.25));
    }

    [Fact]
    public void The_category_is_the_answers_or_else_the_vocabularys()
    {
        _labels.Add([Of(0, "Dog", 90), Of(0, "Cat", 89), Of(0, "Gryphon", 88), Of(0, "Sphinx", 87)]);
        var dog = Of(500, "Dog", 90);
        dog.Label!.Categories =
        [
            null!, new LabelCategory(), new LabelCategory { Name = "Pets" },
            new LabelCategory { Name = "Working Dogs" },
        ];
        var gryphon = Of(500, "Gryphon", 88);
        gryphon.Label!.Categories = [new LabelCategory { Name = "Fables" }];
        _labels.Add([dog, gryphon]);

        _labels.ToLabels().Select(label => label.Category)
            .Should().Equal("Pets", "Animals and Pets", "Fables", LabelCollector.NoCategory);
    }

    [Fact]
    public void What_an_activity_is_says_the_vocabulary_or_else_the_category()
    {
        _labels.Add(
        [
            Of(0, "Tennis", 90), Of(0, "Tennis Racket", 89), Of(0, "Somersaulting", 88, "Actions"),
            Of(0, "Gryphon", 87, "Fables"), Of(0, "Sphinx", 86),
        ]);

        _labels.ToLabels().Select(label => label.IsActivity).Should().Equal(true, false, true, false, false);
    }

    [Fact]
    public void Another_name_of_a_label_is_that_label()
    {
        _labels.Add([Of(0, "Kid", 90), Of(0, "Child", 80), Of(500, "child", 70)]);

        var child = _labels.ToLabels().Should().ContainSingle().Which;

        child.Name.Should().Be("Child");
        child.Sightings.Select(seen => seen.Confidence).Should().Equal(90, 70);
    }

    [Fact]
    public void What_lies_outside_of_the_clip_is_left_out_and_counted()
    {
        _labels.Add(
        [
            Of(-1, "Dog", 90), Of(0, "Dog", 90), Of(9_999, "Dog", 90), Of(10_000, "Dog", 90),
            Of(long.MaxValue, "Cat", 90), Of(long.MinValue, "Cat", 90),
        ]);

        _labels.ToLabels().Should().ContainSingle().Which.Sightings.Select(seen => seen.At.TotalMilliseconds)
            .Should().Equal(0, 9_999);
        (_labels.Times.OutsideClip, _labels.Times.Moments).Should().Be((4, 2));
    }

    [Fact]
    public void What_is_missing_in_an_answer_is_left_out()
    {
        var boxes = Of(1000, "Dog", 90);
        boxes.Label!.Instances =
        [
            null!, new Instance(),
            new Instance { Confidence = 90, BoundingBox = new BoundingBox { Left = 0, Top = 0, Width = 1 } },
            new Instance { BoundingBox = new BoundingBox { Left = 0, Top = 0, Width = 1, Height = 1 } },
        ];
        _labels.Add(null);
        _labels.Add([]);
        _labels.Add(
        [
            null, new LabelDetection(), new LabelDetection { Timestamp = 0 },
            new LabelDetection { Timestamp = 0, Label = new Label() }, Of(0, null, 90), Of(0, " ", 90),
            Of(0, "Cat", null), Of(0, "Cat", float.NaN), Of(null, "Cat", 90), boxes,
        ]);

        var dog = _labels.ToLabels().Should().ContainSingle().Which;

        dog.Name.Should().Be("Dog");
        dog.Sightings.Should().ContainSingle().Which.Instances.Should().ContainSingle()
            .Which.Confidence.Should().Be(90, "a box without a confidence has its label's");
        _labels.Times.Moments.Should().Be(2);
    }

    [Fact]
    public void Nothing_seen_is_no_label() => _labels.ToLabels().Should().BeEmpty();

    [Theory]
    [InlineData("03-pfeilbr-sample-video-labels.json", 25, 27)]
    [InlineData("06-awscli-example-paged.json", 2, 1)]
    public async Task A_real_answer_becomes_its_labels_with_all_their_sightings(string file, int labels, int moments)
    {
        if (SharedMaterial.RekognitionSamples is not { } folder)
        {
            output.WriteLine("Not run: there is no shared/aws/rekognition-samples beside the project.");
            return;
        }

        var text = await File.ReadAllTextAsync(Path.Combine(folder, file));
        using var service = new ScriptedRekognition(text);
        var answer = await service.Client.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = "job-1" });
        var collector = new LabelCollector(TimeSpan.FromMilliseconds(answer.VideoMetadata!.DurationMillis!.Value));
        foreach (var page in answer.Labels!.Chunk(100))
            collector.Add(page);
        var found = collector.ToLabels();

        var expected = Read(text).ToList();
        found.Should().HaveCount(labels).And.HaveCount(expected.DistinctBy(seen => seen.Name).Count());
        found.SelectMany(label => label.Sightings, (label, seen) => (label.Name, (long)seen.At.TotalMilliseconds))
            .Order().Should().Equal(expected.Select(seen => (seen.Name, seen.Time)).Distinct().Order());
        found.SelectMany(label => label.Sightings).Sum(seen => seen.Instances.Count)
            .Should().Be(expected.Sum(seen => seen.Boxes));
        found.Should().OnlyContain(label => Math.Abs(
            label.Confidence - expected.Where(seen => seen.Name == label.Name).Max(seen => seen.Confidence)) < 1e-4);
        collector.Times.Moments.Should().Be(moments);
        collector.Times.OutsideClip.Should().Be(0);
    }

    // What the answer says, by another reading of it. An older model gave it, which had the bunny beside the rabbit.
    private static IEnumerable<(string Name, long Time, double Confidence, int Boxes)> Read(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        foreach (var detection in json.RootElement.GetProperty("Labels").EnumerateArray())
        {
            var label = detection.GetProperty("Label");
            var name = label.GetProperty("Name").GetString()!;
            yield return (
                name == "Bunny" ? "Rabbit" : name, detection.GetProperty("Timestamp").GetInt64(),
                label.GetProperty("Confidence").GetDouble(), label.GetProperty("Instances").GetArrayLength());
        }
    }

    private static LabelDetection Of(long? milliseconds, string? name, float? confidence, string category)
    {
        var detection = Of(milliseconds, name, confidence);
        detection.Label!.Categories = [new LabelCategory { Name = category }];
        return detection;
    }

    private static LabelDetection Of(
        long? milliseconds, string? name, float? confidence,
        params (float Left, float Top, float Width, float Height, float Confidence)[] boxes)
    {
        var instances = boxes.Select(box => new Instance
        {
            Confidence = box.Confidence,
            BoundingBox = new BoundingBox { Left = box.Left, Top = box.Top, Width = box.Width, Height = box.Height },
        });
        var label = new Label { Name = name, Confidence = confidence, Instances = [.. instances] };
        return new LabelDetection { Timestamp = milliseconds, Label = label };
    }
}
