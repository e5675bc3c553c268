using System.Text;
using StreamBet.Core.Clips;

namespace StreamBet.Tests.Clips;

public class ContainerSnifferTests
{
    [Theory]
    [InlineData("\0\0\0 ftypisom")]
    [InlineData("\0\0\0\u0014ftypqt  ")]
    [InlineData("\0\0\0\bwide\0\0\0\0")]
    [InlineData("\0\0\0\bfree\0\0\0\0")]
    [InlineData("\0\0\0\bskip\0\0\0\0")]
    [InlineData("\0\0\0\u0014pnot\0\0\0\0")]
    [InlineData("\0\u0001\0\0mdat\0\0\0\0")]
    [InlineData("\0\0\u0001\0moov\0\0\0\0")]
    [InlineData("RIFF1234AVI LIST")]
    public void Clips_are_accepted_by_their_first_bytes(string head) =>
        ContainerSniffer.IsAccepted(Encoding.Latin1.GetBytes(head)).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0 ftypiso")]
    [InlineData("RIFF1234WAVEfmt ")]
    [InlineData("RIFF1234WEBPVP8 ")]
    [InlineData("\u001aE\u00df\u00a3\u0001\0\0\0\0\0\0#")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\u0001")]
    [InlineData("ffconcat version 1.0")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION")]
    [InlineData("<!doctype html><script>")]
    public void Anything_else_is_not(string head) =>
        ContainerSniffer.IsAccepted(Encoding.Latin1.GetBytes(head)).Should().BeFalse();
}
