using StreamBet.Tests.Support;
using StreamBet.Web.State;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.State;

public class BindingChoiceTests
{
    [Fact]
    public void Practice_markets_are_chosen_and_no_others()
    {
        var (practice, own) = (Market(1), Market(2, host: Ada.Id));

        BindingChoice.Practice.MarketIds([practice, own]).Should().Equal(1);
    }

    [Fact]
    public void A_declined_practice_market_stays_declined_when_a_fresh_one_takes_its_place()
    {
        var choice = BindingChoice.Practice.With(Market(1), isChosen: false);
        var fresh = Market(5);
        typeof(Core.Markets.Market).GetProperty(nameof(fresh.Event))!.SetValue(fresh, Market(1).Event);

        choice.MarketIds([fresh]).Should().BeEmpty();
        choice.With(fresh, isChosen: true).MarketIds([fresh]).Should().Equal(5);
    }

    [Fact]
    public void A_practice_market_that_is_bound_elsewhere_is_left_out_and_a_chosen_one_is_not()
    {
        var (practice, own) = (Market(1).Locked(), Market(2, host: Ada.Id).Locked());
        var choice = BindingChoice.Practice.With(own, isChosen: true);

        choice.MarketIds([practice, own]).Should().Equal(2);
    }

    [Fact]
    public void For_the_next_clip_own_markets_are_chosen_anew()
    {
        var own = Market(2, host: Ada.Id);
        var choice = BindingChoice.Practice.With(own, isChosen: true).With(Market(3), isChosen: false);

        choice.Next().MarketIds([own, Market(1), Market(3)]).Should().Equal(1);
    }
}
