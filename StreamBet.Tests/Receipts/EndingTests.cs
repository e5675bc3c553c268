using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using StreamBet.Tests.Receipts.Records;
using static StreamBet.Tests.Receipts.ReceiptSamples;

namespace StreamBet.Tests.Receipts;

/// <summary>A receipt says who decided, and a verifier finds an ending that does not follow from that.</summary>
public class EndingTests
{
    private static readonly ReceiptProposal Yes = new(Outcome.Yes, "There it is.", TimeSpan.FromSeconds(2), null);

    private static readonly ReceiptProposal No = new(Outcome.No, "It is not there.", null, null);

    // A clip that decided YES, one that decided nothing, one that people were to judge, and none.
    private static readonly ReceiptContent Verdict = Content(), Undecided = RecordSamples.Undecided(),
        People = RecordSamples.Undecided().ByPeople(), Bare = RecordSamples.WithoutClip();

    [Fact]
    public void Each_ending_is_told_in_words()
    {
        Sentence(Of("clip", Outcome.Yes, null)).Should().Be("Its clip decided, by the rule.");
        Sentence(Of("clip", Outcome.Yes, Review("challenge", 1)))
            .Should().Contain("challenged, no operator heard the challenge in time, and it stood");
        Sentence(Of("host", Outcome.Yes, Review("undecided") with { Proposal = Yes }, Undecided)).Should().Contain("nobody objected");
        Sentence(Of("host", null, null, Bare)).Should().Contain("before its clip had arrived");
        Sentence(Of("operator", null, Review("challenge", 1) with { Ruling = No with { Outcome = null } }))
            .Should().Be("An operator decided after 1 objection; its clip's verdict was YES.");
        Sentence(Of("operator", Outcome.No, Review("copy") with { Ruling = No }, Undecided)).Should().Be("An operator decided.");
        Sentence(Of("operator", null, null, Bare)).Should().Be("An operator voided it.");
        Sentence(Of("nobody", null, null, Bare)).Should().Contain("every stake was refunded");
        Sentence(Of("nobody", null, Review("people"), People)).Should().Contain("every stake was refunded");
    }

    [Fact]
    public void An_ending_that_nobody_decided_so_is_found()
    {
        Fails(Of("clip", Outcome.No, null)).Should().Contain("its clip's verdict is another one");
        Fails(Of("host", Outcome.Yes, Review("undecided"), Undecided)).Should().Contain("nothing was proposed");
        Fails(Of("host", Outcome.Yes, Review("undecided", 1) with { Proposal = Yes }, Undecided)).Should().Contain("somebody objected");
        Fails(Of("host", Outcome.No, Review("undecided") with { Proposal = Yes }, Undecided)).Should().Contain("another outcome was proposed");
        Fails(Of("operator", Outcome.No, Review("undecided", 1) with { Proposal = Yes, Ruling = Yes }, Undecided))
            .Should().Contain("did not rule so");
        Fails(Of("operator", Outcome.Yes, null, Bare)).Should().Contain("in a review only");
        Fails(Of("nobody", Outcome.Yes, null, Bare)).Should().Contain("it has an outcome");
        Fails(Of("chance", Outcome.Yes, null)).Should().Contain("nobody of that kind decides markets");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("host")]
    [InlineData("operator")]
    public void A_verdict_that_nobody_challenged_is_voided_by_nobody(string who) =>
        Fails(Of(who, null, null)).Should().Contain("nobody challenged it");

    [Fact]
    public void A_verdict_is_changed_only_by_an_operator_after_a_challenge()
    {
        Fails(Of("operator", Outcome.No, Review("challenge") with { Ruling = No })).Should().Contain("nobody did");
        Fails(Of("host", Outcome.No, Review("undecided") with { Proposal = No })).Should().Contain("the receipt says otherwise");
        Fails(Of("host", Outcome.No, Review("challenge", 1) with { Proposal = No })).Should().Contain("somebody objected");
        Fails(Of("nobody", null, Review("challenge", 1))).Should().Contain("stands if no operator rules");
        Fails(Of("operator", Outcome.No, Review("challenge", 1) with { Ruling = No }, Undecided)).Should().Contain("the receipt says otherwise");
        Fails(Of("operator", Outcome.No, Review("challenge", 1) with { Ruling = No, Proposal = Yes }))
            .Should().Contain("only an operator decides");
        Fails(Timed(Of("clip", Outcome.Yes, Review("challenge", 1)), 0)).Should().Contain("no time for that");
    }

    [Fact]
    public void A_review_of_another_cause_than_its_own_is_found()
    {
        Fails(Of("host", Outcome.Yes, Review("people") with { Proposal = Yes }, Undecided)).Should().Contain("but it has a criterion");
        Fails(Of("host", Outcome.Yes, Review("undecided") with { Proposal = Yes }, People)).Should().Contain("it has no criterion");
        Fails(Of("host", Outcome.Yes, Review("copy") with { Proposal = Yes }, Undecided)).Should().Contain("only an operator decides");
        Fails(Of("host", Outcome.Yes, Review("mood") with { Proposal = Yes }, Undecided)).Should().Contain("a cause that there is not");
        Fails(Of("operator", Outcome.Yes, Review("undecided") with { Ruling = Yes }, Bare)).Should().Contain("no clip was judged");
        Fails(Of("clip", Outcome.Yes, null, Verdict.ByPeople())).Should().Contain("People were to decide it");
        Fails(Of("operator", null, Review("undecided") with { Proposal = Yes, Ruling = No with { Outcome = null } }, Undecided))
            .Should().Contain("nobody objected to what was proposed");
        EndingCheck.Wrong(Of("operator", Outcome.No, Review("copy") with { Ruling = No }, People)).Should().BeNull();
    }

    [Fact]
    public void A_void_by_a_host_whose_clip_had_arrived_and_one_by_an_operator_of_what_was_judged_are_found()
    {
        Fails(Of("host", null, null, Bare with { Clip = Verdict.Clip })).Should().Contain("its clip had arrived");
        Fails(Of("operator", null, null, Undecided)).Should().Contain("it is decided in a review");
        EndingCheck.Wrong(Of("operator", null, null, Bare with { Clip = Verdict.Clip })).Should().BeNull("it may while deciding");
    }

    [Fact]
    public void A_YES_without_a_second_of_the_clip_is_found()
    {
        ReceiptContent Proposed(ReceiptProposal said) => Of("host", said.Outcome, Review("undecided") with { Proposal = said }, Undecided);
        ReceiptContent Ruled(ReceiptProposal said) => Of("operator", said.Outcome, Review("copy") with { Ruling = said }, Undecided);

        foreach (var of in new Func<ReceiptProposal, ReceiptContent>[] { Proposed, Ruled })
        {
            Fails(of(Yes with { At = null })).Should().Contain("a second of the clip");
            Fails(of(No with { At = TimeSpan.FromSeconds(1) })).Should().Contain("a second of the clip");
            Fails(of(Yes with { At = TimeSpan.FromSeconds(30) })).Should().Contain("30 s, which is not in the clip");
            Fails(of(Yes with { At = TimeSpan.FromSeconds(-1) })).Should().Contain("not in the clip");
            Fails(of(Yes with { Reason = " " })).Should().Contain("gives no reason");
        }

        Fails(Ruled(Yes with { FrameSha256 = ClipSha256 })).Should().Contain("names a frame");
        EndingCheck.Wrong(Proposed(Yes with { FrameSha256 = ClipSha256 })).Should().BeNull();
    }

    [Fact]
    public void Bonds_and_objections_that_nobody_could_lay_down_are_found()
    {
        ReceiptContent Challenged(int objections, long bonds) =>
            Of("operator", Outcome.No, Review("challenge", objections) with { Bonds = bonds, Ruling = No });

        Fails(Challenged(2, 19)).Should().Contain("Its bonds of 19");
        Fails(Challenged(1, 51)).Should().Contain("Its bonds of 51", "a tenth of all stakes is 40");
        Fails(Challenged(11, 110)).Should().Contain("the limit is 10");
        Fails(Challenged(0, 10)).Should().Contain("nobody did");
        Fails(Challenged(10, 100)).Should().Contain("More people objected", "there are seven stakes");
        Fails(Challenged(1, 10) with { Pool = Verdict.Pool with { No = 0 } }).Should().Contain("More people objected");
        Fails(Of("operator", Outcome.No, Review("undecided", 1) with { Ruling = No }, Undecided)).Should().Contain("nothing was proposed");
        EndingCheck.Wrong(Challenged(2, 20)).Should().BeNull();
    }

    [Fact]
    public void An_ending_without_a_reason_or_with_a_challenge_window_that_cannot_be_is_found()
    {
        var stood = Of("clip", Outcome.Yes, null);

        Fails(Timed(stood, -1)).Should().Contain("3,600 seconds");
        Fails(Timed(stood, 3_601)).Should().Contain("3,600 seconds");
        EndingCheck.Wrong(Timed(stood, 3_600)).Should().BeNull();
        Fails(stood with { Ending = stood.Ending! with { Reason = "" } }).Should().Contain("why it ended");
        Fails(stood.Practice()).Should().Contain("practice market");
        EndingCheck.Wrong(Timed(stood, 0).Practice()).Should().BeNull();
    }

    [Fact]
    public void Bonds_join_the_pool_only_if_an_operator_heard_the_objection_and_what_it_was_against_stood()
    {
        var stood = Review("challenge", 1) with { Ruling = Yes, Upheld = true };

        Fails(Of("operator", Outcome.Yes, stood)).Should().Contain("Bonds join the pool");
        Fails(Of("operator", Outcome.Yes, stood with { Upheld = false }, bonds: 20)).Should().Contain("Bonds join the pool");
        Fails(Of("operator", Outcome.No, stood with { Ruling = No }, bonds: 20)).Should().Contain("Bonds join the pool");
        Fails(Of("clip", Outcome.Yes, Review("challenge", 1), bonds: 20)).Should().Contain("Bonds join the pool");
        EndingCheck.Wrong(Of("operator", Outcome.Yes, stood, bonds: 20)).Should().BeNull();
        EndingCheck.Wrong(Of("clip", Outcome.Yes, Review("challenge", 1))).Should().BeNull();
        EndingCheck.Wrong(Of("clip", Outcome.Yes, Review("challenge", 1) with { Upheld = true }, bonds: 20))
            .Should().BeNull("silence cost the bond before");
    }

    private static ReceiptReview Review(string cause, int objections = 0) => new(cause, null, objections, objections * 20, false, null);

    private static ReceiptContent Of(string who, Outcome? outcome, ReceiptReview? review, ReceiptContent? content = null, long bonds = 0)
    {
        var of = content ?? Verdict;
        return of with
        {
            Pool = of.Pool with { Bonds = bonds },
            Ending = new ReceiptEnding(outcome, who, "So it ended.", TimeSpan.FromMinutes(2), review),
        };
    }

    private static ReceiptContent Timed(ReceiptContent content, double seconds) =>
        content with { Ending = content.Ending! with { ChallengeSeconds = TimeSpan.FromSeconds(seconds) } };

    private static string Fails(ReceiptContent content) => EndingCheck.Wrong(content)!;

    private static string Sentence(ReceiptContent content)
    {
        EndingCheck.Wrong(content).Should().BeNull();
        return EndingCheck.Sentence(content);
    }
}
