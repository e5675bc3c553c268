using Microsoft.AspNetCore.Http;
using StreamBet.Web.Features.Overlay;

namespace StreamBet.Tests.Features.Overlay;

/// <summary>An overlay looks as its address says; what the address says wrongly changes nothing.</summary>
public class OverlayLookTests
{
    [Fact]
    public void Without_a_query_it_is_a_dark_card_in_the_lower_left_for_thirty_seconds_after_the_verdict() =>
        Of("").Should().Be(new OverlayLook("card", "dark", "bottom-left", 1, null, 30));

    [Fact]
    public void The_query_sets_layout_colours_size_place_and_how_long_it_stays() =>
        Of("?layout=bar&theme=light&align=top&scale=1.5&accent=%23FF0044&hide=5").Should().Be(new OverlayLook("bar", "light", "top", 1.5, "#FF0044", 5));

    [Theory]
    [InlineData("?layout=<b>&theme=pink&align=nowhere&scale=huge&accent=red;background:url(//x)&hide=-1")]
    [InlineData("?scale=&accent=%23ff00&hide=1e9")]
    public void What_cannot_be_read_is_ignored(string query) => Of(query).Should().Be(Of(""));

    [Theory]
    [InlineData("?scale=0", "--overlay-scale:0.25")]
    [InlineData("?scale=99", "--overlay-scale:4")]
    [InlineData("?accent=f04", "--overlay-scale:1;--overlay-accent:#f04")]
    public void The_style_has_only_checked_values(string query, string style) => Of(query).Style.Should().Be(style);

    private static OverlayLook Of(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return OverlayLook.Of(context.Request.Query);
    }
}
