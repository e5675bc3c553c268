using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Tests.Vision.Certainty;

public sealed class MeasuredBoundsTests
{
    private const int FrameSize = CenterNetDetector.FrameSize;

    [Theory]
    [InlineData(320, 240, 10, null)]
    [InlineData(576, 1024, 10, null)]
    [InlineData(3840, 2160, 10, null)]
    [InlineData(1, 1, 10, "*too small*")]
    [InlineData(240, 180, 10, "*too small*")]
    [InlineData(1920, 200, 10, "*too narrow*")]
    [InlineData(640, 360, 1.9, "*too short*")]
    [InlineData(640, 360, 14400, "*too long*")]
    public void Size_and_length_are_bounded(int width, int height, double seconds, string? why) =>
        Check(
            MeasuredBounds.Check(
                Video(width, height, seconds), Pictures(6, (x, y, n) => (byte)((x + (2 * y) + (20 * n)) % 256))),
            why);

    [Fact]
    public void A_dark_clip_is_outside() =>
        Check(MeasuredBounds.Check(Video(), Pictures(6, (x, y, n) => (byte)(((x / 16) + n) % 2 * 20))), "*too dark*");

    [Fact]
    public void A_bright_clip_is_outside() =>
        Check(MeasuredBounds.Check(Video(), Pictures(6, (x, _, n) => (byte)(255 - (((x / 16) + n) % 2 * 10)))), "*too bright*");

    [Fact]
    public void A_flat_clip_is_outside() =>
        Check(MeasuredBounds.Check(Video(), Pictures(6, (_, _, n) => (byte)(100 + (9 * n)))), "*flat colour*");

    [Fact]
    public void A_frozen_clip_is_outside() =>
        Check(MeasuredBounds.Check(Video(), Pictures(12, (x, y, n) => (byte)((x + y) / 4 + (n < 2 ? 1 : 0)))), "*stands still*");

    [Fact]
    public void A_clip_of_which_nothing_was_examined_is_outside() =>
        Check(MeasuredBounds.Check(Video(), []), "*No picture*");

    private static VideoMetadata Video(int width = 640, int height = 360, double seconds = 6) =>
        new(TimeSpan.FromSeconds(seconds), "MPEG-4", "h264", width, height, 25, 0);

    private static IReadOnlyList<PictureStatistics> Pictures(int count, Func<int, int, int, byte> grey)
    {
        PictureStatistics Make(int number)
        {
            var frame = new byte[FrameSize * FrameSize * 3];
            for (var i = 0; i < frame.Length; i++)
                frame[i] = grey(i / 3 % FrameSize, i / 3 / FrameSize, number);
            return PictureStatistics.Of(frame, new FrameGeometry(FrameSize, FrameSize));
        }

        return [.. Enumerable.Range(0, count).Select(Make)];
    }

    private static void Check(string? sentence, string? expected)
    {
        if (expected is null)
            sentence.Should().BeNull();
        else
            sentence.Should().Match(expected);
    }
}
