using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets.Reviews;

/// <summary>How long a review may take, what its history says, and who finds it in the queue.</summary>
public class ReviewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly Proposal Proposal = new(
        "guest:host", Noon.AddHours(3), Outcome.Yes, "It is there.", TimeSpan.FromSeconds(12.5), null);

    [Fact]
    public void Its_latest_end_is_known_from_the_start_and_only_comes_nearer()
    {
        var review = Review.Begin(ReviewCause.Undecided, null, Noon);
        review.EndsBy(Hour).Should().Be(Noon.AddHours(49));
        review.EndsBy(Review.MaxObjectionWindow).Should().Be(Noon.AddHours(72), "that is the longest");
        review.ToRuling().EndsBy(Hour).Should().Be(Noon.AddHours(48));

        review = review.With(Proposal, Hour);
        review.EndsBy(Hour).Should().Be(Noon.AddHours(28));
        review.With(new Objection("guest:ada", Noon.AddHours(3.5), "It is not.", null, 10)).EndsBy(Hour).Should().Be(Noon.AddHours(27.5));
        Review.Begin(ReviewCause.Copy, "Only an operator.", Noon).EndsBy(Hour).Should().Be(Noon.AddHours(24));
    }

    [Fact]
    public void Its_history_quotes_what_people_said_and_names_the_second()
    {
        var market = InReview("guest:host");
        market.AddProposal(Proposal with { Reason = "no dog." });
        market.AddObjection(new Objection("guest:ada", Noon.AddHours(3.5), "look", TimeSpan.FromSeconds(2), 10));

        market.Audit[^2].Why.Should().Be(
            "Proposed YES at 0:12.5: \"no dog.\" Stakers may object until 1 January 2026, 16:00 UTC.");
        market.Audit[^1].Why.Should().Be(
            "Objected, with a bond of 10 credits: \"look\" See 0:02 in the clip. An operator decides by 2 January 2026, 15:30 UTC.");
    }

    [Fact]
    public async Task However_many_are_more_urgent_a_host_and_their_moderator_find_theirs()
    {
        using var folder = TemporaryFolder.InMemory();
        await using var exchange = await Exchange.OpenAsync(folder.Path);
        await using var unit = await exchange.Work.BeginAsync(default);
        for (var other = 0; other < 3; other++)
            await unit.Markets.AddAsync(InReview("key:other", Noon.AddDays(-1)), default);
        var own = InReview("key:host");
        await unit.Markets.AddAsync(own, default);
        unit.Markets.Add(new Moderator { HostId = "key:host", PersonId = "key:molly", NamedAt = Noon });
        await unit.CommitAsync(default);

        foreach (var person in (string[])["key:host", "key:molly"])
            (await unit.Markets.InReviewAsync(person, 1, default)).Select(market => market.Id).Should().Equal(own.Id);
        (await unit.Markets.InReviewAsync("key:ada", 1, default)).Should().BeEmpty();
        (await unit.Markets.InReviewAsync(null, 10, default)).Should().HaveCount(4);
    }

    private static Market InReview(string host, DateTimeOffset? since = null)
    {
        var at = since ?? Noon;
        var market = Market.Open(host, new NewMarket("Will a dog be seen?", new Criterion { Labels = ["Dog"] }), false, [], at);
        market.Bind(Guid.NewGuid(), host, at);
        market.AcceptClip(new string('a', 64), host, at);
        market.BeginReview(Review.Begin(ReviewCause.Undecided, null, at), "Not decided.");
        return market;
    }
}
