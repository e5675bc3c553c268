using StreamBet.Tests.Support;
using StreamBet.Web.Shared.State;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Shared.State;

public class BindingChoiceTests
{
    [Fact]
    public void Practice_markets_are_chosen_and_no_others()
    {
        var (practice, own) = (Market(1), Market(2, host: Ada.Id));

        BindingChoice.Practice.PracticeIds([practice, own]).Should().Equal(1);
        BindingChoice.Practice.MarketIds.Should().BeEmpty();
    }

    [Fact]
    public void A_declined_practice_market_stays_declined_when_a_fresh_one_takes_its_place()
    {
        var choice = BindingChoice.Practice.With(Market(1), isChosen: false);
        var fresh = Market(5);
        typeof(Core.Markets.Market).GetProperty(nameof(fresh.Event))!.SetValue(fresh, Market(1).Event);

        choice.PracticeIds([fresh]).Should().BeEmpty();
        choice.With(fresh, isChosen: true).PracticeIds([fresh]).Should().Equal(5);
    }

    [Fact]
    public void Sent_again_a_clip_is_meant_for_those_of_its_markets_that_can_still_be_decided()
    {
        var (open, locked, ended) = (Market(2, host: Ada.Id), Market(3, host: Ada.Id).Locked(), Market(4, host: Ada.Id));
        var choice = new[] { open, locked, ended }.Aggregate(
            BindingChoice.Practice, (chosen, market) => chosen.With(market, isChosen: true));
        choice.MarketIds.Should().Equal(2, 3, 4);

        choice.Possible([open, locked]).MarketIds.Should().Equal(2);
    }

    [Fact]
    public void For_the_next_clip_own_markets_are_chosen_anew()
    {
        var own = Market(2, host: Ada.Id);
        var choice = BindingChoice.Practice.With(own, isChosen: true).With(Market(3), isChosen: false);

        choice.Next().MarketIds.Should().BeEmpty();
        choice.Next().PracticeIds([Market(1), Market(3)]).Should().Equal(1);
    }
}
