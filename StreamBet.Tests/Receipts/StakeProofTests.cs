using System.Text;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using static StreamBet.Tests.Receipts.ReceiptSamples;

namespace StreamBet.Tests.Receipts;

public class StakeProofTests
{
    private static StakeProof Prove(long id, IReadOnlyList<SettledStake>? stakes = null) =>
        StakesDigest.Prove(Seed, 0, stakes ?? Stakes, id)!;

    private static ReceiptReport VerifyStake(StakeProof proof, ReceiptContent? content = null) =>
        Examine(Issue(content), question => question with { Stake = proof.ToBytes() });

    [Fact]
    public void Everyone_can_prove_their_stake_and_what_came_back()
    {
        foreach (var stake in Stakes)
        {
            var proof = StakeProof.Parse(Prove(stake.Id).ToBytes());

            VerifyStake(proof).ShouldPass("stake").Should().Contain($"{stake.Amount} on")
                .And.Contain($"the {stake.Returned} ");
        }
    }

    [Fact]
    public void A_proof_is_a_document_that_names_the_stake_and_no_other()
    {
        Encoding.UTF8.GetString(Prove(12).ToBytes()).Should()
            .StartWith("""{"bet_id":0,"count":7,"index":1,"nonce":""").And
            .Contain(
                """{"amount":50,"id":12,"person":"béla|NO|5","placed_at":"2026-05-01T11:59:48.1230000Z","returned":0,"side":"NO"}""")
            .And.NotContain("anna");
        StakesDigest.Prove(Seed, 0, Stakes, 13).Should().BeNull();
    }

    [Fact]
    public void A_stake_that_is_told_otherwise_is_found()
    {
        var proof = Prove(11);
        foreach (var stake in new[]
        {
            proof.Stake with { Id = 10 }, proof.Stake with { Person = "annb" }, proof.Stake with { Side = Outcome.No },
            proof.Stake with { Amount = 101 }, proof.Stake with { PlacedAt = proof.Stake.PlacedAt.AddTicks(1) },
        })
        {
            VerifyStake(proof with { Stake = stake }).ShouldFail("stake").Should().Contain("not among the receipt's stakes");
        }

        VerifyStake(proof with { Stake = proof.Stake with { Returned = proof.Stake.Returned + 1 } }).ShouldFail("stake")
            .Should().Contain("is not what the receipt says was returned");
    }

    [Fact]
    public void A_proof_that_does_not_lead_to_the_receipt_is_found()
    {
        var proof = Prove(12);
        foreach (var other in new[]
        {
            proof with { BetId = 1 }, proof with { Count = 8 }, proof with { Index = 2 }, proof with { Index = -1 },
            proof with { Nonce = new string('0', 32) }, proof with { Nonce = "" }, proof with { StakesPath = [] },
            proof with { StakesPath = ["zz"] }, proof with { PayoutsPath = proof.StakesPath },
            proof with { StakesPath = Prove(15).StakesPath },
        })
        {
            VerifyStake(other).ShouldFail("stake");
        }
    }

    [Fact]
    public void Whatever_is_no_proof_is_answered_with_a_sentence()
    {
        foreach (var hostile in new[] { "", "{}", "null", "[[[[", "\0", new string(' ', 100_000) })
        {
            Examine(Issue(), question => question with { Stake = Encoding.UTF8.GetBytes(hostile) }).ShouldFail("stake")
                .Should().StartWith("This is not the proof of a stake.");
        }
    }

    [Theory]
    [InlineData(11, 153, null)]
    [InlineData(11, 154, null)]
    [InlineData(11, 155, "Its share of the prize is 153")]
    [InlineData(11, 152, "Its share of the prize is 153")]
    [InlineData(12, 1, "It lost")]
    public void An_operator_who_signs_a_wrong_payout_is_found(long id, long returned, string? wrong)
    {
        // 100 of 260 credits on YES have 153.8 of the 400 in the pool.
        var stakes = Stakes.Select(stake => stake.Id == id ? stake with { Returned = returned } : stake).ToList();
        var content = Content(stakes);
        content = content with { Payouts = content.Payouts with { Total = 400 } };

        var report = VerifyStake(Prove(id, stakes), content);

        if (wrong is null)
            report.ShouldPass("stake");
        else
            report.ShouldFail("stake").Should().Contain(wrong);
    }

    [Fact]
    public void With_nobody_on_the_winning_side_every_stake_goes_back_whole()
    {
        var stakes = Settle(Outcome.Yes, 0.1m, (1, "a", Outcome.No, 10), (2, "b", Outcome.No, 5));
        VerifyStake(Prove(2, stakes), Content(stakes)).ShouldPass("stake");

        IReadOnlyList<SettledStake> unfair = [stakes[0] with { Returned = 11 }, stakes[1] with { Returned = 4 }];
        VerifyStake(Prove(2, unfair), Content(unfair)).ShouldFail("stake")
            .Should().Contain("5 should have been refunded, not 4");
    }

    [Fact]
    public void The_take_is_not_shared()
    {
        var stakes = Settle(Outcome.Yes, 0.1m, (1, "a", Outcome.Yes, 10), (2, "b", Outcome.No, 15));

        VerifyStake(Prove(1, stakes), Content(stakes, take: 2)).ShouldPass("stake").Should().Contain("the 23 ");
    }

    [Fact]
    public void Another_secret_makes_other_hashes_of_the_same_stakes()
    {
        using var digest = new StakesDigest(StakesDigest.NewSeed());
        foreach (var stake in Stakes)
            digest.Add(stake);

        digest.Roots().Count.Should().Be(Stakes.Count);
        digest.Roots().Paid.Should().Be(400);
        digest.Roots().Stakes.Should().NotBe(Roots(Stakes).Stakes);
        digest.Roots().Payouts.Should().NotBe(Roots(Stakes).Payouts);
    }

    [Fact]
    public void Stakes_out_of_order_and_secrets_of_another_length_are_refused()
    {
        FluentActions.Invoking(() => Roots(Stakes.Reverse())).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Roots([Stakes[0], Stakes[0]])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new StakesDigest(new byte[31])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Every_stake_of_many_is_proven_whatever_the_length_of_a_name()
    {
        var stakes = Enumerable.Range(1, 600)
            .Select(number => new SettledStake(number * 3, new string('é', number * 2), Outcome.No, number, Now, 0))
                .ToList();
        var content = Content(stakes);

        foreach (var id in new long[] { 3, 768, 771, 1797, 1800 })
            PayoutCheck.Wrong(content, Prove(id, stakes)).Should().Contain("Nobody was on the winning side");
    }

    [Fact]
    public void However_many_stakes_there_are_their_digest_takes_no_memory()
    {
        using var digest = new StakesDigest(Seed);
        digest.Add(Stakes[0]);
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        for (var id = 1_000; id < 101_000; id++)
            digest.Add(Stakes[0] with { Id = id });

        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(100_000);
    }
}
