using Bunit;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Web.Features.Markets;

namespace StreamBet.Tests.Features.Markets;

/// <summary>Staking on the real markets, apart from the tests that put markets of their own in their place.</summary>
public sealed class StakingTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public async Task A_stake_is_placed_and_a_second_one_over_the_balance_is_refused_in_its_place()
    {
        var panel = Render<MarketsPanel>();
        await panel.ClickAsync("[data-test=stake-no]");
        panel.WaitForElement("form");
        await panel.SubmitAsync("form");
        panel.WaitForAssertion(() => panel.FindAll("form").Should().BeEmpty());
        panel.WaitForAssertion(() => panel.Find("[data-test=own]").TextContent.Should().Be("NO 100"));

        await panel.ClickAsync("[data-test=stake-no]");
        panel.WaitForElement("input");
        await panel.InputAsync("input", "800");
        panel.WaitForAssertion(() => panel.Find("[data-test=place]").TextContent.Should().Contain("800"));

        // Meanwhile another tab stakes, and this one has not heard of it.
        await App.Services.GetRequiredService<Core.Markets.Staking>()
            .StakeAsync(new(State.Markets[^1].Market.Id, Core.Rule.Outcome.Yes, 500), Support.Dashboards.Ada, default);
        await panel.SubmitAsync("form");

        panel.WaitForAssertion(() => panel.Find("form").TextContent.Should().Contain("Stake less"));
    }
}
