using Bunit;
using StreamBet.Web.Features.Clips;

namespace StreamBet.Tests.Features.Clips;

public sealed class ClipsPageTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void Who_has_sent_no_clip_is_told_how() =>
        Render<ClipsPage>().WaitForElement("[data-test=nothing]").TextContent.Should().Contain("You have sent no clip yet");
}
