using System.Globalization;
using Bunit;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Bets;
using static StreamBet.Tests.Support.Analyses;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Bets;

public sealed class MyBetsTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void A_position_tells_what_it_pays_now_and_where_its_market_stands()
    {
        var row = Render<PositionRow>(parameters => parameters
            .Add(part => part.Position, new MarketPosition(7, Outcome.Yes, 100, null))
            .Add(part => part.View, Views(Market(7))[0]));

        // A share of 100 of 2,000, of a pool of 5,000.
        row.Find("[data-test=pays]").TextContent.Should().Be("250");
        row.Find("[data-test=position]").TextContent.Should().Contain("100 practice staked").And.Contain("if YES wins");
        row.Find("[data-test=state]").TextContent.Should().Be("open");
        row.Find("a").GetAttribute("href").Should().Be("markets/7");
    }

    [Theory]
    [InlineData(Outcome.Yes, 250, "+150", "YES")]
    [InlineData(Outcome.No, 0, "-100", "YES")]
    public void A_decided_stake_tells_what_came_back_and_leads_to_receipt_and_proof(
        Outcome side, int returned, string change, string outcome)
    {
        var market = Market(7).Resolved(Of(30, Label("Dog", (12.5, 97.1))));

        var row = Show(market, Stake(market, side, 100, returned));

        row.Find(".word").TextContent.Should().Be(outcome);
        row.Find("[data-test=change]").TextContent.Should().Be(change);
        row.Markup.Should().Contain(string.Create(CultureInfo.InvariantCulture, $"{returned} returned"));
        row.Find("[data-test=proof]").GetAttribute("href").Should().Be("api/bets/7/stakes/0/proof");
        row.FindAll("a").Should().Contain(link => link.GetAttribute("href") == "verify?bet=7");
    }

    [Fact]
    public void A_stake_of_a_void_market_came_back_and_leads_to_receipt_and_proof()
    {
        var market = Market(7).Voided();

        var row = Show(market, Stake(market, Outcome.Yes, 100, returned: 100));

        row.Find(".word").TextContent.Should().Be("void");
        row.Find("[data-test=change]").TextContent.Should().Be("0");
        row.Find("[data-test=proof]").GetAttribute("href").Should().Be("api/bets/7/stakes/0/proof");
        row.FindAll("a").Should().Contain(link => link.GetAttribute("href") == "verify?bet=7");
    }

    [Theory]
    [InlineData(BondState.Lost, "Your bond of 20 joined the pool: an operator upheld what you objected to.")]
    [InlineData(BondState.Returned, "Your bond of 20 came back.")]
    public void A_stake_of_a_void_market_says_what_became_of_the_bond(BondState state, string said)
    {
        var market = Market(7).Voided();

        var row = Render<EndedRow>(parameters => parameters.Add(
            part => part.Ended, new EndedStake(Stake(market, Outcome.Yes, 100, returned: 100), market, new Bond(20, state))));

        row.Find("[data-test=bond]").TextContent.Trim().Should().Be(said);
    }

    [Fact]
    public void A_position_and_the_balance_name_the_bond_that_is_laid_down()
    {
        var row = Render<PositionRow>(parameters => parameters
            .Add(part => part.Position, new MarketPosition(7, Outcome.Yes, 100, null))
            .Add(part => part.View, Views(Market(7))[0]).Add(part => part.Bond, new Bond(20, BondState.Open)));
        var card = Render<BalanceCard>(parameters => parameters
            .Add(part => part.Currency, Currency.Credits).Add(part => part.Totals, new StakeTotals(Currency.Credits, 0, 0))
            .Add(part => part.Bonds, 20));

        row.Find("[data-test=bond]").TextContent.Should().Contain("20 credits are laid down");
        card.Find("[data-test=bonds]").TextContent.Should().Be("20");
    }

    [Fact]
    public void A_refunded_stake_says_why_although_its_market_was_decided()
    {
        var market = Market(7).Resolved(Of(30, Label("Dog", (12.5, 97.1))));
        var stake = Stake(market, Outcome.No, 100, returned: 100);
        typeof(Core.Markets.Stake).GetProperty(nameof(Core.Markets.Stake.IsWithdrawn))!.SetValue(stake, true);

        var row = Show(market, stake);

        row.Find(".word").TextContent.Should().Be("back");
        row.Markup.Should().Contain("Refunded when your clip was bound to the market");
        row.FindAll("[data-test=proof]").Should().BeEmpty();
    }

    private IRenderedComponent<EndedRow> Show(Market market, Stake stake) =>
        Render<EndedRow>(parameters => parameters.Add(part => part.Ended, new EndedStake(stake, market)));
}
