using Bunit;
using StreamBet.Web.Components.Markets;

namespace StreamBet.Tests.Components;

/// <summary>Staking on the real markets, apart from the tests that put markets of their own in their place.</summary>
public sealed class StakingTests(RunningApp running) : DashboardTest(running)
{
    [Fact]
    public void A_stake_is_placed_and_a_second_one_over_the_balance_is_refused_in_its_place()
    {
        var panel = Render<MarketsPanel>();
        panel.Find("[data-test=stake-no]").Click();
        panel.WaitForElement("form").Submit();
        panel.WaitForAssertion(() => panel.FindAll("form").Should().BeEmpty());
        panel.WaitForAssertion(() => panel.Find("[data-test=own]").TextContent.Should().Be("NO 100"));

        panel.Find("[data-test=stake-no]").Click();
        panel.WaitForElement("input").Input("5000");
        panel.WaitForAssertion(() => panel.Find("[data-test=place]").TextContent.Should().Contain("5,000"));
        panel.Find("form").Submit();

        panel.WaitForAssertion(() => panel.Find("form").TextContent.Should().Contain("You hold 900 practice credits"));
    }
}
