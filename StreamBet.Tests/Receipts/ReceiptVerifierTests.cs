using System.Security.Cryptography;
using System.Text;
using StreamBet.Core.Findings;
using StreamBet.Core.Ledger;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Receipts.ReceiptSamples;

namespace StreamBet.Tests.Receipts;

public class ReceiptVerifierTests
{
    private static string VerdictFails(Func<ReceiptVerdict, ReceiptVerdict> change) =>
        Examine(Issue(With(Content(), change(Content().Verdict!)))).ShouldFail("verdict");

    // How it ended follows from the verdict, so only the verdict is wrong.
    private static ReceiptContent With(ReceiptContent content, ReceiptVerdict verdict) => content with
    {
        Verdict = verdict,
        Ending = content.Ending! with { Outcome = verdict.Outcome },
    };

    [Fact]
    public void A_receipt_alone_is_checked_as_far_as_it_goes_and_says_what_was_not_asked()
    {
        var report = Examine(Issue());

        report.IsValid.Should().BeTrue();
        report.Checks.Select(check => (check.Name, check.Passed)).Should().Equal(
            ("form", true), ("signature", true), ("verdict", true), ("ending", true), ("payouts", true), ("clip", null), ("stake", null),
            ("analysis", null), ("chain", null), ("head", null));
    }

    [Fact]
    public void A_signed_outcome_that_contradicts_its_trace_is_found()
    {
        VerdictFails(verdict => verdict with { Outcome = Outcome.No }).Should().Contain("that is YES");
        VerdictFails(verdict => verdict with { Trace = [verdict.Trace[0]] })
            .Should().Contain("its trace counts 1 and the criterion needs 2");
        VerdictFails(verdict => verdict with { Confidence = 97.25 }).Should().Contain("by the trace it is 85 %");
        VerdictFails(verdict => verdict with { DetectedAt = [] }).Should().Contain("times");
    }

    [Fact]
    public void A_signed_trace_that_the_rule_cannot_make_is_found()
    {
        string TraceFails(Func<ReceiptOccurrence, ReceiptOccurrence> change) => VerdictFails(
            verdict => verdict with { Trace = [verdict.Trace[0], change(verdict.Trace[1]), verdict.Trace[2]] });
        TimeSpan At(double second) => TimeSpan.FromSeconds(second);

        TraceFails(seen => seen with { Label = "Cat" }).Should().Contain("not one of the criterion's labels");
        TraceFails(seen => seen with { Confidence = 79 }).Should().Contain("says the opposite");
        TraceFails(seen => seen with { CountedAt = null }).Should().Contain("says the opposite");
        TraceFails(seen => seen with { Confidence = 101 }).Should().Contain("50 to 100");
        TraceFails(seen => seen with { BestAt = At(11) }).Should().Contain("outside its start and end");
        TraceFails(seen => seen with { CountedAt = At(9) }).Should().Contain("outside its start and end");
        TraceFails(seen => seen with { End = At(30) }).Should().Contain("outside the criterion's window");
        TraceFails(seen => seen with { Start = At(4), End = At(4), BestAt = At(4), CountedAt = At(4) })
            .Should().Contain("too close");
        TraceFails(seen => seen with { Start = TimeSpan.MinValue }).Should().Contain("outside the criterion's window");
    }

    [Fact]
    public void Evidence_that_does_not_count_or_is_too_much_is_found()
    {
        VerdictFails(verdict => verdict with { Evidence = [verdict.Evidence[0] with { Confidence = 80 }] })
            .Should().Contain("not over the threshold");
        VerdictFails(verdict => verdict with { Evidence = [.. Enumerable.Repeat(verdict.Evidence[0], 13)] })
            .Should().Contain("13 pieces of evidence");
    }

    [Fact]
    public void A_NO_needs_a_clip_that_was_examined_whole()
    {
        var no = Content(
            Settle(Outcome.No, 0, (1, "a", Outcome.No, 5), (2, "b", Outcome.Yes, 5)),
            criterion: new Criterion { Labels = ["Dog"], Times = 4 });
        ReceiptContent With(ReceiptCoverage coverage) => no with { Analysis = no.Analysis! with { Coverage = coverage } };
        var whole = no.Analysis!.Coverage;

        Examine(Issue(no)).ShouldPass("verdict");
        no.Verdict!.Confidence.Should().Be(100 - Analyses.Residue);
        Examine(Issue(With(whole with { Examined = 20, Whole = false }))).ShouldFail("verdict")
            .Should().Contain("says NO");
        Examine(Issue(With(whole with { Examined = 20 }))).ShouldFail("verdict").Should().Contain("its own figures");
        Examine(Issue(With(whole with { DamagedPictures = 1 }))).ShouldFail("verdict")
            .Should().Contain("its own figures");
        Examine(Issue(no with { Criterion = no.Criterion with { End = TimeSpan.FromSeconds(31) } }))
            .ShouldFail("verdict")
            .Should().Contain("window");
    }

    [Fact]
    public void A_signed_NO_that_its_doubts_and_residues_do_not_make_is_found()
    {
        var no = Content(
            Settle(Outcome.No, 0, (1, "a", Outcome.No, 5)), criterion: new Criterion { Labels = ["Dog"], Times = 4 });
        string Fails(ReceiptContent content) => Examine(Issue(content)).ShouldFail("verdict");
        ReceiptContent Seen(params ReceiptDoubt[] doubts) =>
            no with { Verdict = no.Verdict! with { Doubts = [.. no.Verdict!.Doubts!, .. doubts] } };
        ReceiptContent Measured(ReceiptCalibration? calibration) =>
            no with { Analysis = no.Analysis! with { Calibration = calibration } };
        ReceiptDoubt Dog(double second, double doubt) => new(TimeSpan.FromSeconds(second), "Dog", 10, doubt);
        var measured = no.Analysis!.Calibration!;

        no.Verdict!.Doubts.Should().HaveCount(4);
        Fails(no with { Verdict = no.Verdict! with { Confidence = 96 } }).Should().Contain("by the trace it is 95 %");
        Fails(Seen(Dog(15, 30))).Should().Contain("by the trace it is 70 %", "four separate times may have been there");
        Fails(Measured(measured with { Residues = [new ReceiptResidue("Dog", 30)] })).Should().Contain("by the trace it is 70 %");
        Fails(Measured(measured with { Residues = [new ReceiptResidue("Dog", 30)] }) with
        {
            Verdict = no.Verdict! with { Confidence = 70 },
        }).Should().Contain("not over 80");
        Fails(Measured(measured with { WithinBounds = false })).Should().Contain("how often the analyzer misses");
        Fails(Measured(measured with { Residues = [] }) with { Verdict = no.Verdict! with { Confidence = 100 } })
            .Should().Contain("how often the analyzer misses");
        Fails(Seen(Dog(40, 30))).Should().Contain("outside the criterion's window");
        Fails(Seen(Dog(2, 19))).Should().Contain("20 to 100");
        Fails(no with { Verdict = no.Verdict! with { Doubts = [] } }).Should().Contain("didn't weigh it");
        var bare = no with { Verdict = no.Verdict! with { Trace = [], Doubts = null, Confidence = 100 } };
        Examine(Issue(bare)).Checks.Should().Contain(check => check.Passed == false && check.Sentence.Contains("doesn't list the doubts"));
    }

    // Anyone may have one checked, and others wait for it. Compared with each other, so many would take minutes.
    [Fact]
    public void A_forged_receipt_with_tens_of_thousands_of_doubts_is_soon_found()
    {
        const int Doubts = 20_000;
        var no = Content(Settle(Outcome.No, 0, (1, "a", Outcome.No, 5)), criterion: new Criterion { Labels = ["Dog"], Times = 1_000_000 });
        var forged = no with
        {
            Clip = no.Clip! with { DurationSeconds = TimeSpan.FromDays(3) },
            Verdict = no.Verdict! with
            {
                Confidence = 50,
                Doubts =
                [
                    new ReceiptDoubt(TimeSpan.Zero, "Dog", 90, 90),
                    .. Enumerable.Range(1, Doubts).Select(i => new ReceiptDoubt(TimeSpan.FromSeconds(2 * i), "Dog", 0, 20 + (i * 60.0 / Doubts))),
                ],
            },
        };

        Examine(Issue(forged)).ShouldFail("verdict").Should().Contain("by the trace it is");
    }

    [Fact]
    public void A_receipt_of_the_first_version_is_verified_by_the_first_version()
    {
        var found = Found with { Calibration = null, Residues = new Dictionary<string, double>() };
        var content = Content(criterion: new Criterion { Labels = ["Dog"] }, analysis: found);
        var first = content.ToSecondVersion() with
        {
            Version = 1,
            Verdict = content.Verdict! with { Doubts = null },
            Analysis = content.Analysis! with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(AnalysisDocument.Write(found))) },
        };

        Examine(Issue(first), question => question with { Analysis = AnalysisDocument.Write(found) }).ShouldPass("analysis");
    }

    [Fact]
    public void Totals_that_do_not_add_up_are_found()
    {
        var content = Content();
        string PoolFails(ReceiptPool pool) => Examine(Issue(content with { Pool = pool })).ShouldFail("payouts");

        PoolFails(content.Pool with { Yes = 261 }).Should().Contain("400 credits were paid out");
        PoolFails(content.Pool with { Take = 1 }).Should().Contain("is 399");
        PoolFails(content.Pool with { No = -140 }).Should().Contain("a negative amount");
        PoolFails(content.Pool with { Currency = Currency.Practice }).Should().Contain("practice");
        Examine(Issue(content with { Payouts = content.Payouts with { Total = 399 } })).ShouldFail("payouts");
        Examine(Issue(content with { Stakes = content.Stakes with { Count = 0 } })).ShouldFail("payouts");
        var refund = Content(Settle(Outcome.Yes, 0, (1, "a", Outcome.No, 10)));
        Examine(Issue(refund)).ShouldPass("payouts");
        Examine(Issue(refund with { Pool = refund.Pool with { Take = 1 }, Payouts = refund.Payouts with { Total = 9 } }))
            .ShouldFail("payouts").Should().Contain("there can be no take");
    }

    [Fact]
    public void Numbers_that_are_no_place_in_a_chain_are_found()
    {
        Examine(Issue(Content() with { Version = 4 })).ShouldFail("form").Should().Contain("version 4");
        Examine(Issue(Content() with { Version = 2 })).ShouldFail("form").Should().Contain("came with version 3");
        Examine(Issue(Content().ToSecondVersion() with { Version = 3 })).ShouldFail("form").Should().Contain("how the market ended");
        Examine(Issue(Content().ToSecondVersion() with { Verdict = null })).ShouldFail("form", "verdict").Should().Contain("lacks the clip");
        Examine(Issue(Content().ToSecondVersion() with { Version = 1 })).ShouldFail("form").Should().Contain("came with version 2");
        Examine(Issue(Content() with { Sequence = 0 })).ShouldFail("form");
        Examine(Issue(Content() with { Sequence = 2 })).ShouldFail("form").Should().Contain("names none before it");
        Examine(Issue(Content() with { Previous = ClipSha256 })).ShouldFail("form");
    }

    [Fact]
    public void The_clip_is_known_by_its_digest()
    {
        ReceiptReport WithClip(string sha256) => Examine(Issue(), question => question with { ClipSha256 = sha256 });

        WithClip(ClipSha256).ShouldPass("clip").Should().Contain("the clip that decided");
        WithClip(Sha256("transcoded")).ShouldPass("clip").Should().Contain("made from the uploaded clip");
        WithClip(Sha256("another")).ShouldFail("clip").Should().Contain("another file");
    }

    [Fact]
    public void The_analysis_makes_the_same_verdict_again()
    {
        Examine(Issue(), question => question with { Analysis = AnalysisBytes }).ShouldPass("analysis");
        Examine(Issue(), question => question with { Analysis = AnalysisBytes, Vocabulary = null })
            .ShouldPass("analysis");
        Examine(Issue(), question => question with { Analysis = [.. AnalysisBytes, 32] }).ShouldFail("analysis")
            .Should().Contain("SHA-256");
    }

    [Fact]
    public void A_signed_verdict_that_the_analysis_does_not_make_is_found()
    {
        ReceiptReport With(ClipAnalysis analysis) => With2(AnalysisDocument.Write(analysis));
        ReceiptReport With2(byte[] analysis) => Examine(
            Issue(Content() with
            {
                Analysis = Content().Analysis! with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(analysis)) },
            }),
            question => question with { Analysis = analysis });

        With(Found).ShouldPass("analysis");
        With(Found with { Labels = [] }).ShouldFail("analysis").Should().Contain("the outcome is NO");
        With(Found with { Labels = [.. Found.Labels.Skip(1), Analyses.Label("Dog", (2, 90), (9, 90))] })
            .ShouldFail("analysis").Should().Contain("another confidence, other times or another trace");
        With(Found with { Labels = [], Coverage = Found.Coverage with { Examined = 1 } }).ShouldFail("analysis");
        With(Found with { Analyzer = Found.Analyzer with { Version = "2" } }).ShouldFail("analysis")
            .Should().Contain("another analyzer");
        With(Found with { AnalysedSha256 = null }).ShouldFail("analysis");
        foreach (var hostile in new[] { "null", "{}", "[", "{\"Labels\":[null]}", "\0" })
            With2(Encoding.UTF8.GetBytes(hostile)).ShouldFail("analysis").Should().Contain("cannot be read");
    }

    [Fact]
    public void An_analyzer_that_could_not_see_it_decides_no_NO()
    {
        var no = Content(
            Settle(Outcome.No, 0, (1, "a", Outcome.No, 5)), criterion: new Criterion { Labels = ["Ball"] });

        Examine(Issue(no), question => question with { Analysis = AnalysisBytes }).ShouldPass("analysis");
        Examine(Issue(no), question => question with { Analysis = AnalysisBytes, Vocabulary = new Vocabulary([]) })
            .ShouldFail("analysis").Should().Contain("can't detect \"Ball\"");
    }
}
