using System.Text;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using static StreamBet.Tests.Receipts.ReceiptSamples;

namespace StreamBet.Tests.Receipts;

/// <summary>Receipts of verdicts without a market: what is checked, and that neither kind passes for the other.</summary>
public class StandaloneReceiptTests
{
    [Fact]
    public void One_verifies_with_its_clip_its_analysis_and_its_chain()
    {
        var chain = Chain(3);

        var report = Verify(chain[1], question => question with
        {
            ClipSha256 = ClipSha256,
            Analysis = AnalysisBytes,
            Chain = chain.Select(link => link.Bytes),
            Head = chain[2].Hash,
        });

        report.IsValid.Should().BeTrue();
        report.Checks.Select(check => check.Name).Should().Equal("form", "signature", "verdict", "clip", "analysis", "chain", "head");
        report.Checks.Should().OnlyContain(check => check.Passed == true);
        report.Checks[0].Sentence.Should().Contain("without a market");
    }

    [Fact]
    public void Every_changed_byte_is_found()
    {
        var bytes = Standalone().Bytes.ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 1;
            ReceiptVerifier.Verify(new ReceiptQuestion { Receipt = changed, Key = Key.Public }).IsValid.Should().BeFalse("byte {0} was changed", at);
        }
    }

    [Fact]
    public void What_the_rule_does_not_make_is_refused_though_it_is_signed()
    {
        var right = Content1();
        Verify(Issue1(right with { Verdict = right.Verdict with { Outcome = Outcome.No } })).ShouldFail("verdict");
        Verify(Issue1(right with { Verdict = right.Verdict with { Confidence = 99 } })).ShouldFail("verdict");
        Verify(Issue1(right with { Criterion = right.Criterion with { Labels = [] } })).ShouldFail("form", "verdict");
        Verify(Issue1(right with { Version = 2 })).ShouldFail("form");
        Verify(Issue1(right with { Sequence = 2 })).ShouldFail("form");
        Verify(Issue1(right with { Verdict = right.Verdict with { Undecided = "Why not?" } })).ShouldFail("form");
        Verify(Issue1(right), question => question with { ClipSha256 = Sha256("other") }).ShouldFail("clip");
        Verify(Issue1(right), question => question with { Stake = "{}"u8.ToArray() }).ShouldFail("stake").Should().Contain("no stakes");
        Verify(StandaloneReceipt.Issue(right, NewKey())).ShouldFail("signature");
    }

    [Fact]
    public void Neither_kind_passes_for_the_other()
    {
        var market = Encoding.UTF8.GetString(ReceiptSamples.Issue().Bytes.Span);
        var standalone = Encoding.UTF8.GetString(Standalone().Bytes.Span);
        ReportOf(market).IsValid.Should().BeTrue();
        ReportOf(standalone).IsValid.Should().BeTrue();

        // Canonical JSON has a "kind" after "ending" in the one, and after "decided_at" in the other.
        ReportOf(market.Replace("\"payouts\":", "\"kind\":\"standalone\",\"payouts\":", StringComparison.Ordinal)).ShouldFail("form");
        ReportOf(standalone.Replace("\"kind\":\"standalone\",", "", StringComparison.Ordinal)).ShouldFail("form");
        ReportOf(standalone.Replace("\"standalone\"", "\"market\"", StringComparison.Ordinal)).ShouldFail("form");
        ((Action)(() => StandaloneReceipt.Parse(Encoding.UTF8.GetBytes(market)))).Should().Throw<System.Text.Json.JsonException>();
        ((Action)(() => Receipt.Parse(Encoding.UTF8.GetBytes(standalone)))).Should().Throw<System.Text.Json.JsonException>();
    }

    [Fact]
    public void A_chain_of_both_kinds_is_refused_with_a_sentence()
    {
        var (market, standalone) = (ReceiptSamples.Issue(), Standalone());

        Verify(standalone, question => question with { Chain = [market.Bytes] }).ShouldFail("chain").Should().Contain("the receipt of a market");
        Examine(market, question => question with { Chain = [market.Bytes, standalone.Bytes] })
            .ShouldFail("chain").Should().Contain("a verdict without a market");
    }

    [Fact]
    public void A_gap_or_another_order_is_found()
    {
        var chain = Chain(3);
        Verify(chain[2], question => question with { Chain = [chain[0].Bytes, chain[2].Bytes] }).ShouldFail("chain");
        Verify(chain[0], question => question with { Chain = [chain[1].Bytes, chain[2].Bytes] }).ShouldFail("chain");
    }

    private static ReceiptReport Verify(StandaloneReceipt receipt, Func<ReceiptQuestion, ReceiptQuestion>? more = null) =>
        Examine(receipt.Bytes, more);

    private static ReceiptReport ReportOf(string receipt) => Examine(Encoding.UTF8.GetBytes(receipt));

    private static StandaloneReceipt Issue1(StandaloneContent content) => StandaloneReceipt.Issue(content, Key);

    private static StandaloneReceipt Standalone() => Issue1(Content1());

    private static StandaloneContent Content1()
    {
        var judged = Content();
        return new StandaloneContent(
            StandaloneContent.OnlyKind, StandaloneContent.CurrentVersion, 1, null, Now, StandaloneContent.MakerOf("guest:1"),
            judged.Clip!, judged.Analysis!, judged.Criterion, judged.Verdict! with { Evidence = [] });
    }

    private static List<StandaloneReceipt> Chain(int count)
    {
        var chain = new List<StandaloneReceipt>();
        for (var number = 1; number <= count; number++)
            chain.Add(Issue1(Content1() with { Sequence = number, Previous = chain.LastOrDefault()?.Hash }));
        return chain;
    }
}
