using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Features.People;

namespace StreamBet.Tests.Features.People;

public sealed class PeoplePagesTests(RunningApp running) : ComponentTest(running)
{
    [Fact]
    public void A_leaderboard_without_anyone_says_what_it_takes() =>
        Render<Leaderboard>().WaitForElement("[data-test=nobody]").TextContent.Should().Contain("Nobody is ranked yet");

    [Fact]
    public async Task A_person_is_found_by_name_with_the_markets_they_host()
    {
        await Actions.OpenAsync(new NewMarket("Will a zebra cross?", new Criterion { Labels = ["Dog"] }));

        Go("people?name=Ada");
        var page = Render<PersonPage>();

        page.WaitForElement("h1").TextContent.Should().Be("Ada");
        page.Find("[data-test=as-host]").TextContent.Should().Contain("Will a zebra cross?").And.Contain("None of their markets has been settled yet.");
        page.Find("[data-test=as-bettor]").TextContent.Should().Contain("None of their bets counts yet");
    }

    [Theory]
    [InlineData("people?name=Nemo", "“Nemo”")]
    [InlineData("people", "“”")]
    public void Nobody_has_a_page_who_is_not_here(string address, string named)
    {
        Go(address);

        Render<PersonPage>().WaitForElement("[data-test=nobody]").TextContent.Should().Contain($"Nobody here is called {named}");
    }

    private void Go(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);
}
