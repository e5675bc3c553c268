using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

/// <summary>A refusal says what is true of this person and this market, and what to do.</summary>
public sealed class RefusalSentenceTests : IAsyncLifetime, IDisposable
{
    private static readonly Caller Host = Exchange.Person("host"), Ada = Exchange.Person("ada"), Bob = Exchange.Person("bob");

    private readonly TemporaryFolder _folder = new();
    private Exchange _exchange = null!;

    public async Task InitializeAsync() => _exchange = await Exchange.OpenAsync(_folder.Path);

    public async Task DisposeAsync() => await _exchange.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_is_not_sent_to_an_operator_who_cannot_void_the_market_either()
    {
        var id = await DecidedAsync(bobsStake: 100);

        var refused = await RefusalAsync(() => _exchange.Markets.VoidAsync(id, "Enough.", Host, default));

        refused.Code.Should().Be("clip_is_here");
        refused.Sentence.Should().NotContain("Ask the operator").And.Contain("only by its review");
    }

    [Fact]
    public async Task Who_staked_nearly_everything_is_told_what_to_do_about_the_bond()
    {
        var id = await DecidedAsync(bobsStake: 995);

        var refused = await RefusalAsync(() => _exchange.Get<ReviewService>().ObjectAsync(id, "It is a statue.", null, Bob, default));

        refused.Code.Should().Be("insufficient_credits");
        refused.Sentence.Should().Contain("a bond of 99 credits").And.Contain("You hold 5.").And.Contain("ask somebody else who would lose");
    }

    [Fact]
    public void Who_proposed_is_not_told_that_they_objected()
    {
        var now = DateTimeOffset.UnixEpoch;
        var market = Market.Open("host", new NewMarket("Will it?", new Criterion { Labels = ["Dog"] }), isPractice: false, [], now);
        market.Bind(Guid.NewGuid(), "host", now);
        market.AcceptClip(new string('a', 64), "host", now);
        market.BeginReview(Review.Begin(ReviewCause.Undecided, null, now), "Not decided.");
        market.AddProposal(new Proposal("host", now, Outcome.No, "No dog.", null, null));

        market.Invoking(review => review.AddObjection(new Objection("host", now, "A dog.", null, 10)))
            .Should().Throw<RefusedException>().Where(refused => refused.Refusal.Code == "nothing_to_object")
            .WithMessage("*can't object to your own proposal*");
    }

    // Its clip decided YES, and the payout waits for a challenge.
    private async Task<long> DecidedAsync(long bobsStake)
    {
        var market = await _exchange.Markets.OpenAsync(
            new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }) { ChallengeWindow = TimeSpan.FromMinutes(2) }, Host, default);
        await _exchange.StakeAsync(market, Outcome.Yes, 10, Ada);
        await _exchange.StakeAsync(market, Outcome.No, bobsStake, Bob);
        await _exchange.ResolveAsync(market.Id, Outcome.Yes);
        return market.Id;
    }

    private static async Task<Refusal> RefusalAsync(Func<Task> doAsync) =>
        (await doAsync.Should().ThrowAsync<RefusedException>()).Which.Refusal;
}
