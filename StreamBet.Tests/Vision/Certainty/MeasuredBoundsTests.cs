using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;

namespace StreamBet.Tests.Vision.Certainty;

public sealed class MeasuredBoundsTests
{
    private const int Side = FingerprintPicture.Side;

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

    // The small pictures of samples with 512 x 512 pixels.
    private static IReadOnlyList<FingerprintPicture> Pictures(int count, Func<int, int, int, byte> grey) =>
    [
        .. Enumerable.Range(0, count).Select(number => new FingerprintPicture(
            [.. Enumerable.Range(0, Side * Side).Select(pixel => grey(pixel % Side * (512 / Side), pixel / Side * (512 / Side), number))])),
    ];

    private static void Check(string? sentence, string? expected)
    {
        if (expected is null)
            sentence.Should().BeNull();
        else
            sentence.Should().Match(expected);
    }
}
