using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;

namespace StreamBet.Tests.Clips;

public class ClipOfferTests
{
    private const long Max = 1_000;

    private static string? CodeOf(string name, long? bytes, int markets = 0)
    {
        try
        {
            new ClipOffer(name, bytes, [.. Enumerable.Range(1, markets).Select(id => (long)id)]).Ensure(Max);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Code;
        }
    }

    [Theory]
    [InlineData("clip.mp4", null)]
    [InlineData("clip.m4v", null)]
    [InlineData("CLIP.MOV", null)]
    [InlineData("my clip.avi", null)]
    [InlineData("../../x.mp4", null)]
    [InlineData("clip.mkv", "unsupported_type")]
    [InlineData("clip", "unsupported_type")]
    [InlineData("mp4", "unsupported_type")]
    [InlineData("clip.mp4.exe", "unsupported_type")]
    [InlineData("clip.mp4/", "unsupported_type")]
    public void The_name_tells_the_kind(string name, string? code) => CodeOf(name, 10).Should().Be(code);

    [Theory]
    [InlineData("stream.MKV", "in OBS by File > Remux Recordings")]
    [InlineData("recording.webm", "for example with HandBrake")]
    [InlineData("film.wmv", "Convert the clip to MP4")]
    public void What_OBS_and_browsers_record_is_refused_with_a_way_out(string name, string how) =>
        ((Action)(() => new ClipOffer(name, 10, []).Ensure(Max))).Should().Throw<RefusedException>().WithMessage($"*{how}*");

    [Fact]
    public void Size_and_markets_are_checked_before_a_byte_is_sent()
    {
        CodeOf("clip.mp4", 0).Should().Be("empty_file");
        CodeOf("clip.mp4", Max).Should().BeNull();
        CodeOf("clip.mp4", Max + 1).Should().Be("file_too_large");
        CodeOf("clip.mp4", null).Should().BeNull();
        CodeOf("clip.mp4", 10, ClipOffer.MaxMarkets).Should().BeNull();
        CodeOf("clip.mp4", 10, ClipOffer.MaxMarkets + 1).Should().Be("too_many_markets");
    }

    [Theory]
    [InlineData("../../x.mp4", "x.mp4")]
    [InlineData(@"C:\clips\x.mp4", "x.mp4")]
    [InlineData("a\r\nb.mp4", "ab.mp4")]
    [InlineData("a\u202e4pm.mp4", "a4pm.mp4")]
    [InlineData("\U000e0041b.mp4", "b.mp4")]
    public void Folders_and_control_characters_are_dropped(string name, string kept) =>
        new ClipOffer(name, null, []).SafeName.Should().Be(kept);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".av")]
    [InlineData(".a-very-long-ending-that-is-none")]
    public void A_long_name_without_an_ending_that_is_taken_is_refused(string ending) =>
        CodeOf(new string('x', 300) + ending, 10).Should().Be("unsupported_type");

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_ending()
    {
        var name = new ClipOffer(new string('x', 300) + ".mp4", null, []).SafeName;

        name.Should().HaveLength(200).And.EndWith(".mp4");
    }
}
