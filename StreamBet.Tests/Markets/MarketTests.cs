using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Markets;

public class MarketTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Criterion Dog = new() { Labels = ["Dog"] };
    private static readonly Caller Host = new("guest:host", "Host", Role.Guest, "1");
    private static readonly Caller Other = new("guest:other", "Other", Role.Guest, "2");
    private static readonly Caller Operator = new("operator", "Operator", Role.Operator, "3");
    private static readonly string Clip = new('a', 64);
    private static readonly Verdict Yes = new(Outcome.Yes, 90, [TimeSpan.FromSeconds(1)], null, []);

    private static Market Open(string? clip = null, bool isPractice = false, double hours = 1) =>
        Market.Open(
            Host.Id, new NewMarket("Will the dog catch it?", Dog) { ClosesIn = TimeSpan.FromHours(hours), ClipSha256 = clip }, isPractice, [],
            Noon);

    private static void Resolve(Market market) => Resolve(market, Noon);

    private static bool MayVoid(Caller caller, Market market, string? uploader = null, bool hasStake = false) =>
        MarketAccess.MayVoid(caller, new ReviewFacts(market.Facts, uploader, IsParty: false, hasStake));

    private static void Resolve(Market market, DateTimeOffset at)
    {
        market.Decide(Guid.NewGuid(), Yes, [], Caller.SystemId, at);
        market.End(Outcome.Yes, DecidedBy.Clip, Caller.SystemId, "Decided.", at);
    }

    [Fact]
    public void It_takes_stakes_until_it_closes_or_a_clip_is_bound()
    {
        var market = Open();
        market.CanStake(Noon).Should().BeTrue();
        market.CanStake(Noon.AddHours(1)).Should().BeFalse();
        market.IsDue(Noon.AddHours(1)).Should().BeTrue();

        market.Bind(Guid.NewGuid(), Host.Id, Noon);
        market.CanStake(Noon).Should().BeFalse();
        market.State.Should().Be(MarketState.Locked);
    }

    [Fact]
    public void Only_one_clip_is_bound_at_a_time()
    {
        var market = Open();
        market.Bind(Guid.NewGuid(), Host.Id, Noon);

        market.Invoking(bound => bound.Bind(Guid.NewGuid(), Host.Id, Noon)).Should().Throw<RefusedException>();
    }

    [Fact]
    public void A_clip_that_never_arrives_opens_it_again()
    {
        var market = Open();
        market.Bind(Guid.NewGuid(), Host.Id, Noon);

        market.Release(Host.Id, Noon.AddMinutes(1), "The connection was lost.");

        market.State.Should().Be(MarketState.Open);
        market.CanStake(Noon.AddMinutes(1)).Should().BeTrue();
        market.LockedAt.Should().BeNull();
    }

    [Fact]
    public void It_does_not_open_again_after_its_closing_time()
    {
        var market = Open();
        market.Bind(Guid.NewGuid(), Host.Id, Noon);

        market.Release(Host.Id, Noon.AddHours(1), "The connection was lost.");

        market.State.Should().Be(MarketState.Locked);
        market.CanBind.Should().BeTrue();
    }

    [Fact]
    public void After_a_failed_analysis_it_stays_locked_for_the_same_clip()
    {
        var market = Open();
        market.Bind(Guid.NewGuid(), Host.Id, Noon);
        market.AcceptClip(Clip, Host.Id, Noon);
        market.State.Should().Be(MarketState.Deciding);

        market.Unbind(Caller.SystemId, Noon, "The analysis failed.");

        market.State.Should().Be(MarketState.Locked);
        market.ClipSha256.Should().Be(Clip);
        market.CanBind.Should().BeTrue();
        market.CanStake(Noon).Should().BeFalse();
        MayVoid(Host, market).Should().BeFalse();
    }

    [Fact]
    public void A_practice_market_takes_any_other_clip_after_a_failed_one()
    {
        var market = Open(isPractice: true);
        market.Bind(Guid.NewGuid(), Other.Id, Noon);
        market.AcceptClip(Clip, Other.Id, Noon);

        market.Unbind(Caller.SystemId, Noon, "The analysis failed.");

        market.State.Should().Be(MarketState.Open);
        market.ClipSha256.Should().BeNull();
        MarketAccess.MayBind(Other, market.Facts).Should().BeTrue();
    }

    [Fact]
    public void Its_host_may_void_it_until_the_clip_is_here_and_then_only_an_operator_who_has_nothing_to_do_with_it()
    {
        var market = Open();
        MayVoid(Host, market).Should().BeTrue();
        MayVoid(Other, market).Should().BeFalse();
        market.Bind(Guid.NewGuid(), Host.Id, Noon);
        MayVoid(Host, market).Should().BeTrue();
        market.AcceptClip(Clip, Host.Id, Noon);
        MayVoid(Host, market).Should().BeFalse();
        MayVoid(Operator, market).Should().BeTrue();
        MayVoid(Operator, market, uploader: Operator.Id).Should().BeFalse();
        MayVoid(Operator, market, hasStake: true).Should().BeFalse();
        MayVoid(Operator with { Id = Host.Id }, market).Should().BeFalse("an operator may host");

        Resolve(market);
        MayVoid(Operator, market).Should().BeFalse();
    }

    [Fact]
    public void What_comes_after_the_deadline_of_a_review_is_refused_although_the_clock_has_yet_to_move_it()
    {
        var market = Open();
        market.Bind(Guid.NewGuid(), Host.Id, Noon);
        market.AcceptClip(Clip, Host.Id, Noon);
        market.BeginReview(Review.Begin(ReviewCause.Undecided, null, Noon), "Not decided.");
        var late = Noon.AddHours(24);

        market.Invoking(it => it.AddProposal(new Proposal(Host.Id, late, Outcome.No, "No dog.", null, null)))
            .Should().Throw<RefusedException>().WithMessage("*the time for it is over*").Which.Refusal.Code.Should().Be("not_proposable");
        market.GiveUpOnProposal(late);
        market.Invoking(it => it.AddRuling(new Ruling(Operator.Id, late.AddHours(24), Outcome.No, "No dog.", null)))
            .Should().Throw<RefusedException>().WithMessage("*the time for it is over*").Which.Refusal.Code.Should().Be("not_rulable");
        market.AddRuling(new Ruling(Operator.Id, late.AddHours(24).AddTicks(-1), Outcome.No, "No dog.", null));
    }

    [Fact]
    public void Undecided_for_24_hours_after_its_lock_it_is_due_to_be_void()
    {
        var market = Open();
        market.Close(Noon.AddHours(1));

        market.IsDue(Noon.AddHours(24.9)).Should().BeFalse();
        market.IsDue(Noon.AddHours(25)).Should().BeTrue();
    }

    [Fact]
    public void Whoever_ended_it_ended_it_once()
    {
        var market = Open();
        market.Close(Noon);
        Resolve(market);

        market.Invoking(Resolve).Should().Throw<RefusedException>();
        market.Invoking(ended => ended.End(null, DecidedBy.Host, Host.Id, "Why not.", Noon)).Should().Throw<RefusedException>();
        market.CanBind.Should().BeFalse();
    }

    [Fact]
    public void A_state_that_cannot_follow_is_never_entered()
    {
        var market = Open();

        market.Invoking(Resolve).Should().Throw<InvalidOperationException>();
        market.Invoking(open => open.AcceptClip(Clip, Host.Id, Noon)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Its_question_and_criterion_are_frozen_by_the_first_stake()
    {
        var market = Open();
        market.Edit("Will the cat?", new Criterion { Labels = ["Cat"] }, Host.Id, Noon);
        market.Event.Should().Be("Will the cat?");
        market.Revision.Should().Be(2);
        market.Audit[^1].Why.Should().Be("Now asks \"Will the cat?\": YES if Cat is seen with confidence over 80 %.");

        market.AddStake(Outcome.Yes, 10);

        market.CanEdit.Should().BeFalse();
        market.Invoking(frozen => frozen.Edit("Or the dog?", Dog, Host.Id, Noon)).Should().Throw<RefusedException>()
            .Which.Refusal.Code.Should().Be("criterion_frozen");
        market.RemoveStake(Outcome.Yes, 10);
        market.CanEdit.Should().BeFalse("people have read it as it is");
    }

    [Fact]
    public void Locked_by_its_host_it_stays_locked_when_a_clip_does_not_arrive()
    {
        var market = Open();
        market.Lock(Host.Id, Noon);
        market.CanStake(Noon).Should().BeFalse();
        market.CanLock.Should().BeFalse();

        market.Bind(Guid.NewGuid(), Host.Id, Noon);
        market.Release(Host.Id, Noon, "The connection was lost.");

        market.State.Should().Be(MarketState.Locked);
        market.IsDue(Noon.AddHours(24)).Should().BeTrue();
    }

    [Fact]
    public void Every_change_is_in_the_audit()
    {
        var market = Open();
        market.Bind(Guid.NewGuid(), Host.Id, Noon);
        market.AcceptClip(Clip, Host.Id, Noon);
        Resolve(market, Noon.AddMinutes(1));

        market.Audit.Select(entry => (entry.From, entry.To)).Should().Equal(
            (null, MarketState.Open), (MarketState.Open, MarketState.Locked), (MarketState.Locked, MarketState.Deciding),
            (MarketState.Deciding, MarketState.Resolved));
        market.Audit[^1].Who.Should().Be(Caller.SystemId);
        market.Audit[^1].At.Should().Be(Noon.AddMinutes(1));
        market.Audit.Should().OnlyContain(entry => entry.Why.Length > 0);
    }

    [Theory]
    [InlineData("", 1, null, "event")]
    [InlineData("   ", 1, null, "event")]
    [InlineData("Two\nlines", 1, null, "event")]
    [InlineData("Fine?", 24.01, null, "closing_time")]
    [InlineData("Fine?", 0.001, null, "closing_time")]
    [InlineData("Fine?", 1, "abc", "clip_sha256")]
    public void A_market_that_is_none_is_refused(string question, double hours, string? clip, string code)
    {
        var open = () => Market.Open(
            Host.Id, new NewMarket(question, Dog) { ClosesIn = TimeSpan.FromHours(hours), ClipSha256 = clip }, false, [], Noon);

        open.Should().Throw<RefusedException>().Which.Refusal.Code.Should().Be(code);
    }

    [Fact]
    public void A_question_is_at_most_200_characters()
    {
        var open = (int length) => Market.Open(
            Host.Id, new NewMarket(new string('x', length), Dog), false, [], Noon);

        open.Invoking(it => it(200)).Should().NotThrow();
        open.Invoking(it => it(201)).Should().Throw<RefusedException>();
    }
}
