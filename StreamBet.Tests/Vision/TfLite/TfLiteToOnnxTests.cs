using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.TfLite;
using StreamBet.Tests.Support;
using StreamBet.Tests.Vision.Tfjs;

namespace StreamBet.Tests.Vision.TfLite;

/// <summary>The expected numbers were computed by TensorFlow Lite itself (its build for browsers, 0.0.1-alpha.10), from
/// the same file and the same picture.</summary>
public sealed class TfLiteToOnnxTests
{
    private const int Size = SsdAnchors.Size;

    private static readonly ReadOnlyMemory<byte> Model = new ModelFiles(Repository.Models).ReadSsd();

    [Fact]
    public void The_third_detector_gives_what_it_gives_in_tensorflow_lite()
    {
        using var session = new ModelSession(TfLiteToOnnx.Translate(TfLiteModel.Read(Model)));
        float[] picture = [.. TestPattern.Bytes(Size).Select(value => (value / 127.5f) - 1)];
        using var results = session.Run(picture.AsMemory(), 1, Size, Size, 3);
        var boxes = results[0].GetTensorDataAsSpan<float>().ToArray();
        var classes = results[1].GetTensorDataAsSpan<float>().ToArray();

        boxes.Should().HaveCount(SsdAnchors.All.Length * 4);
        Check(
            boxes, -0.233506308, 1.82839640,
            (0, -2.641394), (1, -2.637674), (2, -80.586067), (1000, 0.531068), (7667, -0.061343));
        Array.IndexOf(boxes, boxes.Max()).Should().Be(1358);
        classes.Should().HaveCount(SsdAnchors.All.Length * OpenImages.Classes);
        Check(
            classes, -5.547798762, 6.04065175,
            (0, 0.731818), (1, -4.371181), (24, 5.167369), (20000, -5.839077), (46007, -2.958314));
        Array.IndexOf(classes, classes.Max()).Should().Be(26064);
    }

    [Fact]
    public void There_are_as_many_anchors_as_the_model_has()
    {
        SsdAnchors.All.Should().HaveCount(1917);
        SsdAnchors.All.Should().OnlyContain(anchor => anchor.X > 0 && anchor.X < 1 && anchor.Y > 0 && anchor.Y < 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(4_000)]
    public void A_file_that_is_cut_off_is_refused(int length) =>
        FluentActions.Invoking(() => TfLiteToOnnx.Translate(TfLiteModel.Read(Model[..length])))
            .Should().Throw<InvalidDataException>();

    [Fact]
    public void Bytes_that_are_no_model_are_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(8, 400)];
            random.NextBytes(bytes);
            "TFL3"u8.CopyTo(bytes.AsSpan(4));
            FluentActions.Invoking(() => TfLiteToOnnx.Translate(TfLiteModel.Read(bytes))).Should().Throw<InvalidDataException>();
        }
    }

    private static void Check(float[] values, double mean, double rootMeanSquare, params (int Index, double Value)[] expected)
    {
        values.Average(value => (double)value).Should().BeApproximately(mean, 1e-3);
        Math.Sqrt(values.Average(value => (double)value * value)).Should().BeApproximately(rootMeanSquare, 1e-3);
        foreach (var (index, value) in expected)
            values[index].Should().BeApproximately((float)value, 0.02f, $"element {index} is compared");
    }
}
