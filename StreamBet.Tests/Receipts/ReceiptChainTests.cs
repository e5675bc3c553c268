using StreamBet.Core.Receipts;
using static StreamBet.Tests.Receipts.ReceiptSamples;

namespace StreamBet.Tests.Receipts;

public class ReceiptChainTests
{
    private static readonly IReadOnlyList<Receipt> Whole = Chain(5);

    private static ReceiptReport VerifyIn(IEnumerable<Receipt> chain, Receipt? receipt = null, string? head = null) =>
        Examine(receipt ?? Whole[2], question => question with { Chain = chain.Select(link => link.Bytes), Head = head });

    [Fact]
    public void A_whole_chain_is_valid_for_each_of_its_receipts_and_tells_its_head()
    {
        foreach (var receipt in Whole)
            VerifyIn(Whole, receipt).ShouldPass("chain").Should().Contain(Whole[^1].Hash);
    }

    [Fact]
    public void A_missing_predecessor_is_found()
    {
        VerifyIn(Whole.Skip(1)).ShouldFail("chain").Should().Contain("Number 1 of the chain is missing");
        VerifyIn(Whole.Where(link => link != Whole[1])).ShouldFail("chain")
            .Should().Contain("Number 2 of the chain is missing");
        VerifyIn(Whole.Where(link => link != Whole[3])).ShouldFail("chain")
            .Should().Contain("Number 4 of the chain is missing");
        VerifyIn(Whole.Take(2)).ShouldFail("chain").Should().Contain("ends with number 2,");
        VerifyIn([]).ShouldFail("chain").Should().Contain("ends with number 0");
    }

    [Fact]
    public void Receipts_in_another_order_or_twice_are_found()
    {
        VerifyIn(Whole.Reverse()).ShouldFail("chain");
        VerifyIn([Whole[0], Whole[2], Whole[1], Whole[3], Whole[4]]).ShouldFail("chain");
        VerifyIn([Whole[0], Whole[0], .. Whole.Skip(1)]).ShouldFail("chain");
    }

    [Fact]
    public void A_predecessor_that_was_signed_anew_is_found_by_the_next_one()
    {
        var again = Receipt.Issue(Whole[1].Content, Key);
        again.Hash.Should().NotBe(Whole[1].Hash);

        VerifyIn([Whole[0], again, .. Whole.Skip(2)]).ShouldFail("chain")
            .Should().Contain("Number 3 of the chain does not name the receipt before it");
    }

    [Fact]
    public void A_receipt_that_is_not_the_one_in_the_chain_is_found()
    {
        VerifyIn(Whole, Receipt.Issue(Whole[2].Content, Key)).ShouldFail("chain")
            .Should().Contain("is not this receipt");
    }

    [Fact]
    public void A_link_of_another_key_or_with_a_changed_byte_is_found()
    {
        using var other = NewKey();
        var bytes = Whole[1].Bytes.ToArray();
        bytes[100] ^= 1;

        VerifyIn([.. Chain(5, other).Take(1), .. Whole.Skip(1)]).ShouldFail("chain")
            .Should().Contain("not signed by the trusted key");
        Examine(Whole[2], question => question with { Chain = [Whole[0].Bytes, bytes, Whole[2].Bytes] })
            .ShouldFail("chain");
        Examine(Whole[2], question => question with { Chain = [Whole[0].Bytes, "{}"u8.ToArray()] }).ShouldFail("chain")
            .Should().Contain("after number 1 of the chain is not a receipt");
    }

    [Fact]
    public void A_bet_that_is_decided_twice_in_one_chain_is_found()
    {
        var second = Whole[4].Content;
        var twice = Receipt.Issue(second with { Bet = second.Bet with { Id = 1 } }, Key);

        VerifyIn([.. Whole.Take(4), twice]).ShouldFail("chain").Should().Contain("decides bet 1 a second time");
    }

    [Fact]
    public void An_operator_who_signs_everything_anew_is_caught_by_a_kept_head_alone()
    {
        var fork = Chain(6);

        VerifyIn(fork, fork[2]).ShouldPass("chain");
        VerifyIn(fork, fork[2], head: Whole[^1].Hash).ShouldFail("head").Should().Contain("signed something anew");
        VerifyIn(Whole, head: Whole[^1].Hash).ShouldPass("head").Should().Contain("this receipt included");
        VerifyIn(Whole, head: Whole[2].Hash).ShouldPass("head").Should().Contain("this receipt included");
        VerifyIn(Whole, head: Whole[0].Hash).ShouldPass("head").Should().Contain("This receipt came later");
        VerifyIn(Whole, head: "nonsense").ShouldFail("head");
        VerifyIn(Whole.Skip(1), head: Whole[^1].Hash).ShouldFail("chain", "head");
    }

    [Fact]
    public void A_kept_head_without_the_chain_is_enough_only_for_the_head_itself()
    {
        Examine(Whole[2], question => question with { Head = Whole[2].Hash }).ShouldPass("head");
        Examine(Whole[2], question => question with { Head = Whole[3].Hash }).ShouldFail("head")
            .Should().Contain("takes the chain");
    }
}
