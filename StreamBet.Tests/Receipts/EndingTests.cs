using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using static StreamBet.Tests.Receipts.ReceiptSamples;

namespace StreamBet.Tests.Receipts;

/// <summary>A receipt says who decided, and a verifier finds an ending that does not follow from that.</summary>
public class EndingTests
{
    private static readonly ReceiptProposal Yes = new(Outcome.Yes, "There it is.", TimeSpan.FromSeconds(2), null);

    [Fact]
    public void Each_ending_is_told_in_words()
    {
        Sentence(Of("clip", Outcome.Yes, null)).Should().Be("Its clip decided, by the rule.");
        Sentence(Of("clip", Outcome.Yes, Review("challenge", 1) with { Upheld = true }, bonds: 20)).Should().Contain("challenged, and it stood");
        Sentence(Of("host", Outcome.Yes, Review("undecided") with { Proposal = Yes })).Should().Be("Its host or a moderator proposed how it ended, and nobody objected.");
        Sentence(Of("operator", null, Review("challenge", 1) with { Ruling = Yes with { Outcome = null } }))
            .Should().Be("An operator decided after 1 objection; its clip's verdict was YES.");
        Sentence(Of("operator", null, null)).Should().Be("An operator voided it.");
        Sentence(Of("nobody", null, null)).Should().Contain("every stake was refunded");
    }

    [Fact]
    public void An_ending_that_nobody_decided_so_is_found()
    {
        Fails(Of("clip", Outcome.No, null)).Should().Contain("its clip's verdict is another one");
        Fails(Of("host", Outcome.Yes, Review("undecided"))).Should().Contain("nothing was proposed");
        Fails(Of("host", Outcome.Yes, Review("undecided", 1) with { Proposal = Yes })).Should().Contain("somebody objected");
        Fails(Of("host", Outcome.No, Review("undecided") with { Proposal = Yes })).Should().Contain("another outcome was proposed");
        Fails(Of("operator", Outcome.No, Review("undecided", 1) with { Ruling = Yes })).Should().Contain("did not rule so");
        Fails(Of("operator", Outcome.Yes, null)).Should().Contain("in a review only");
        Fails(Of("nobody", Outcome.Yes, null)).Should().Contain("it has an outcome");
        Fails(Of("chance", Outcome.Yes, null)).Should().Contain("nobody of that kind decides markets");
    }

    [Fact]
    public void Bonds_join_the_pool_only_if_what_was_objected_to_stood()
    {
        var stood = Review("challenge", 1) with { Ruling = Yes, Upheld = true };

        Fails(Of("operator", Outcome.Yes, stood)).Should().Contain("Bonds join the pool");
        Fails(Of("operator", Outcome.Yes, stood with { Upheld = false }, bonds: 20)).Should().Contain("Bonds join the pool");
        Fails(Of("operator", Outcome.Yes, stood with { Objections = 0 }, bonds: 20)).Should().Contain("bonds without objections");
        EndingCheck.Wrong(Of("operator", Outcome.Yes, stood, bonds: 20)).Should().BeNull();
    }

    private static ReceiptReview Review(string cause, int objections = 0) => new(cause, null, objections, objections * 20, false, null);

    private static ReceiptContent Of(string who, Outcome? outcome, ReceiptReview? review, long bonds = 0)
    {
        var content = Content();
        return content with
        {
            Pool = content.Pool with { Bonds = bonds },
            Ending = new ReceiptEnding(outcome, who, "So it ended.", TimeSpan.FromMinutes(2), review),
        };
    }

    private static string Fails(ReceiptContent content) => EndingCheck.Wrong(content)!;

    private static string Sentence(ReceiptContent content)
    {
        EndingCheck.Wrong(content).Should().BeNull();
        return EndingCheck.Sentence(content);
    }
}
