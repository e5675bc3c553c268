using System.Net;
using Microsoft.AspNetCore.Http;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

/// <summary>What counts as one network address.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("::1", "::1")]
    public void An_IPv6_network_is_one(string address, string counted)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

        context.Address().Should().Be(counted);
    }
}
