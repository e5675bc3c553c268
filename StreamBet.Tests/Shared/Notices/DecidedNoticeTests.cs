using Bunit;
using StreamBet.Core.Rule;
using StreamBet.Tests.Features;
using StreamBet.Web.Shared.Notices;
using StreamBet.Web.Shared.State;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Shared.Notices;

public sealed class DecidedNoticeTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void The_browser_is_told_of_a_market_that_ends_and_not_of_what_had_ended_before()
    {
        var (old, own) = (Market(6), Market(7));
        PutMarkets(old, own);
        PutStakes(Stake(old, Outcome.Yes, 10, returned: 0), Stake(own, Outcome.No, 100));
        var notice = Render<DecidedNotice>();
        notice.FindAll("decided-notice").Should().BeEmpty();

        PutStakes(Stake(old, Outcome.Yes, 10, returned: 0), Stake(own, Outcome.No, 100, returned: 250));
        Tab.Notify(TabAreas.Account);

        notice.WaitForElement("decided-notice").GetAttribute("market").Should().Be("7");
        notice.Find("decided-notice").GetAttribute("head").Should().Be(own.Event);
        notice.Find("decided-notice").GetAttribute("text").Should().Be("You staked 100 and got back 250.");
    }
}
