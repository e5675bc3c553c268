using StreamBet.Tests.Features;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Shared.State;

public sealed class DashboardStateTests(RunningApp running) : ComponentTest(running)
{
    // The circuit's thread and those that follow markets and jobs change it at the same moment.
    [Fact]
    public void No_choice_of_a_market_is_lost_however_many_change_at_once()
    {
        Parallel.For(1, 501, id => State.Choose(Market(id, host: Ada.Id), isChosen: true));

        State.Choice.MarketIds.Should().HaveCount(500);
    }
}
