using Bunit;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Markets;

namespace StreamBet.Tests.Features.Markets;

/// <summary>What the operator took off the lists is on a list of its own, which the operator alone sees.</summary>
public sealed class UnlistedMarketsTests(RunningApp running) : ComponentTest(running, Root)
{
    private static readonly Caller Root = new("operator", "Operator", Role.Operator, "127.0.0.1");

    [Fact]
    public async Task The_operator_finds_them_again()
    {
        var (market, _) = await Actions.OpenAsync(new NewMarket("Will a rude word be seen?", new Criterion { Labels = ["Dog"] }));
        var search = new MarketSearch { Filter = MarketFilter.Unlisted };
        (await Actions.SearchAsync(search)).Markets.Should().BeEmpty();

        await Actions.ListAsync(market!, isListed: false);

        (await Actions.SearchAsync(search)).Markets.Select(found => found.View.Market.Event).Should().Equal("Will a rude word be seen?");
        (await Actions.SearchAsync(new MarketSearch())).Markets.Should().NotContain(found => found.View.Market.Id == market!.Id);
        Render<MarketsPage>().FindAll("nav a").Select(link => link.TextContent).Should().Contain("Off the lists");
    }

    [Fact]
    public async Task Nobody_else_is_shown_them()
    {
        var asking = () => App.Services.GetRequiredService<MarketReader>().SearchAsync(
            new MarketSearch { Filter = MarketFilter.Unlisted }, Dashboards.Ada, default);

        (await asking.Should().ThrowAsync<RefusedException>()).Which.Refusal.Code.Should().Be("only_operator");
    }
}
