using StreamBet.Core.People.Sessions;

namespace StreamBet.Tests.People.Sessions;

/// <summary>What is kept of where a session came from.</summary>
public class TracesTests
{
    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1::/48")]
    [InlineData("127.0.0.1", "this machine")]
    [InlineData("::1", "this machine")]
    [InlineData("unknown", "unknown")]
    [InlineData("", "unknown")]
    public void An_address_is_kept_as_its_network(string address, string kept) => Traces.NetworkOf(address).Should().Be(kept);

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("A bot\u202e of mine", "A bot of mine")]
    [InlineData("\u200b\u202e", "An unknown browser")]
    [InlineData("", "An unknown browser")]
    public void A_browser_is_kept_by_its_name(string userAgent, string kept) => Traces.BrowserOf(userAgent).Should().Be(kept);

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var kept = Traces.BrowserOf(new string('a', 59) + "\U0001F600" + new string('b', 100_000));

        kept.Should().Be(new string('a', 59));
    }
}
