using Bunit;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Bets;
using StreamBet.Web.Features.Markets;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Markets;

/// <summary>What a market's page shows while people decide.</summary>
public sealed class ReviewPartsTests(RunningApp running) : ComponentTest(running)
{
    private static readonly Caller Bob = Exchange.Person("Bob"), Cleo = Exchange.Person("Cleo"), Hannah = Exchange.Person("Hannah");

    [Fact]
    public async Task Whoever_would_lose_too_is_offered_a_challenge_after_the_first()
    {
        var market = await ChallengedAsync();

        var page = Render<MarketPage>(parameters => parameters.Add(part => part.Id, market.Id));

        var pending = page.WaitForElement("[data-test=pending]");
        pending.QuerySelector("h2")!.TextContent.Should().Be("Challenged");
        pending.QuerySelector("[data-test=preview]")!.TextContent.Should().Be("You staked 100. You would get back 0.");
        pending.QuerySelector("[data-test=object]")!.TextContent.Should().Contain("Challenge the verdict");
        page.Find("[data-test=ends-by]").TextContent.Should().Contain("at the latest");
    }

    [Fact]
    public async Task What_an_operator_decided_otherwise_was_not_decided_by_the_clip()
    {
        var market = await ChallengedAsync();
        await App.Services.GetRequiredService<ReviewService>().RuleAsync(
            market.Id, new Ending(Outcome.No, "It is a statue.", null), new Caller("key:boss", "boss", Role.Operator, "192.0.2.1"), default);

        var page = Render<MarketPage>(parameters => parameters.Add(part => part.Id, market.Id));

        page.WaitForElement("[data-test=decision]").QuerySelector("h2")!.TextContent.Should().Be("What the analyzer found");
        page.Find("[data-test=banner]").TextContent.Should().Contain("NO");
    }

    [Fact]
    public async Task Lost_bonds_are_part_of_what_the_winners_got()
    {
        var market = await ChallengedAsync();
        var ruled = await App.Services.GetRequiredService<ReviewService>().RuleAsync(
            market.Id, new Ending(Outcome.Yes, "It is a dog.", TimeSpan.FromSeconds(2)), new Caller("key:boss", "boss", Role.Operator, "192.0.2.1"), default);

        var banner = Render<OutcomeBanner>(parameters => parameters.Add(part => part.View, Views(ruled)[0]).Add(part => part.Stakes, []));

        banner.Find("[data-test=banner] .small").TextContent.Should().Be(
            "The pool of 300 credits went to those on YES. 10 credits of lost bonds went to them too.");
    }

    [Fact]
    public async Task Who_has_too_little_for_the_bond_knows_before_they_object()
    {
        var market = await ChallengedAsync();
        var form = Render<ObjectionForm>(parameters => parameters
            .Add(part => part.Market, market).Add(part => part.Until, DateTimeOffset.MaxValue).Add(part => part.Staked, 1_000_000));

        await form.ClickAsync("[data-test=object]");

        form.WaitForElement("[data-test=too-few]").TextContent.Should().EndWith("credits. That is too few for the bond.");
    }

    [Fact]
    public async Task Whoever_sends_a_market_its_clip_is_told_of_their_other_markets()
    {
        var (first, _) = await Actions.OpenAsync(new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }));
        var send = Render<SendClip>(parameters => parameters.Add(part => part.Market, first!));
        var before = send.FindAll("[data-test=left-out]").Count;

        await Actions.OpenAsync(new NewMarket("Will a cat be seen?", new Criterion { Labels = ["Cat"] }));

        send.WaitForElement("[data-test=left-out]").TextContent.Should().Contain("won't decide");
        before.Should().Be(0);
    }

    [Theory]
    [InlineData(" 12 ", 12.0)]
    [InlineData("12.5", 12.5)]
    [InlineData("12,5", 12.5)]
    [InlineData("1:09", 69.0)]
    [InlineData("0:09.5", 9.5)]
    [InlineData("", null)]
    public async Task A_second_is_read_alike_in_every_form(string typed, double? expected)
    {
        Ending? said = null;
        var form = Render<EndingForm>(parameters => parameters
            .Add(part => part.Name, "proposal 1").Add(part => part.Title, "How should it end?").Add(part => part.Action, "Propose")
            .Add(part => part.OnSay, ending =>
            {
                said = ending;
                return Task.FromResult<Refusal?>(null);
            }));
        await form.ChangeAsync("[data-test=outcome-yes]", true);
        await form.InputAsync("[data-test=second]", typed);

        await form.SubmitAsync("form");

        said!.Second.Should().Be(expected is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        TypedTime.ReadSecond(typed).Should().Be(said.Second);
        await form.InputAsync("[data-test=second]", "-1");
        await form.SubmitAsync("form");
        form.Find("[data-test=refusal]").TextContent.Should().Be("A second of the clip is a number, such as 12 or 12.5, or a time, such as 1:09.");
    }

    [Theory]
    [InlineData("1:75")]
    [InlineData("1 :30")]
    [InlineData(":30")]
    [InlineData("1:2:3")]
    [InlineData("-Infinity")]
    [InlineData("1:-Infinity")]
    [InlineData("99999999999")]
    public void What_is_no_second_is_refused(string typed)
    {
        var read = () => TypedTime.ReadSecond(typed);

        read.Should().Throw<RefusedException>().Which.Refusal.Code.Should().Be("second");
    }

    [Fact]
    public async Task A_market_that_people_decide_is_marked_wherever_it_is_shown()
    {
        var (market, _) = await Actions.OpenAsync(new NewMarket("Will I win?", null));
        market!.AddStake(Outcome.Yes, 100);
        var view = Views(market)[0];
        IReadOnlyList<string> shown =
        [
            Render<MarketHead>(parameters => parameters.Add(part => part.View, view)).Markup,
            Render<MarketCard>(parameters => parameters.Add(part => part.View, view)).Markup,
            Render<EndedMarket>(parameters => parameters.Add(part => part.View, view)).Markup,
            Render<PositionRow>(parameters => parameters
                .Add(part => part.Position, new MarketPosition(market.Id, Outcome.Yes, 100, null)).Add(part => part.View, view)).Markup,
        ];

        shown.Should().OnlyContain(markup => markup.Contains("data-test=\"people-mark\"", StringComparison.Ordinal));
        Render<MarketCard>(parameters => parameters.Add(part => part.View, Views(Market(7))[0]))
            .FindAll("[data-test=people-mark]").Should().BeEmpty();
    }

    // A YES; Ada and Bob would lose, and Bob has challenged it.
    private async Task<Core.Markets.Market> ChallengedAsync()
    {
        var services = App.Services;
        var market = await services.GetRequiredService<MarketService>().OpenAsync(
            new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }) { ChallengeWindow = TimeSpan.FromHours(1) }, Hannah, default);
        foreach (var (person, side) in ((Caller, Outcome)[])[(Ada, Outcome.No), (Bob, Outcome.No), (Cleo, Outcome.Yes)])
            await services.GetRequiredService<Staking>().StakeAsync(new StakeRequest(market.Id, side, 100), person, default);
        await using (var unit = await services.GetRequiredService<IUnitOfWorkFactory>().BeginAsync(default))
        {
            market = (await unit.Markets.FindAsync(market.Id, default))!;
            var (now, analysis) = (TimeProvider.System.GetUtcNow(), Analyses.Of(30, Analyses.Label("Dog", (2, 91))));
            var job = AnalysisJob.Offer(Guid.CreateVersion7(), Hannah.Id, "clip.mp4", [market.Id], sharesFrames: true, now);
            job.Accept(new string('b', 64), 1_000, analysis.Video, now);
            unit.Jobs.Add(job);
            await unit.Jobs.SaveAnalysisAsync(job.Id, analysis, default);
            market.Bind(job.Id, Hannah.Id, now);
            market.AcceptClip(job.Sha256!, Hannah.Id, now);
            var verdict = CriterionEvaluator.Evaluate(market.Criterion, analysis, Analyses.Vocabulary);
            await services.GetRequiredService<MarketSettlement>().DecideAsync(
                unit, market, new Decision(job, verdict, []), Caller.SystemId, default);
            await unit.CommitAsync(default);
        }

        return await services.GetRequiredService<ReviewService>().ObjectAsync(market.Id, "That is a statue.", null, Bob, default);
    }
}
