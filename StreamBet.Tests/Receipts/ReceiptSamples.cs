using System.Security.Cryptography;
using System.Text;
using StreamBet.Core.Findings;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using StreamBet.Tests.Ledger;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Receipts;

/// <summary>A decided market with everything that its receipt stands on, and receipts of it.</summary>
internal static class ReceiptSamples
{
    public static readonly byte[] Seed = [.. Enumerable.Range(0, StakesDigest.SeedSize).Select(number => (byte)number)];

    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);

    public static readonly ReceiptKey Key = NewKey();

    public static readonly ClipAnalysis Found = Of(
        30, Label("Dog", (2, 91.5), (2.5, 97.25), (10, 85), (20, 62.1)), Label("Cat", (5, 99))) with
    {
        Analyzer = new AnalyzerIdentity("test", "1", [new ModelIdentity("model", Sha256("model"))]),
        AnalysedSha256 = Sha256("transcoded"),
    };

    public static readonly byte[] AnalysisBytes = AnalysisDocument.Write(Found);

    public static readonly string ClipSha256 = Sha256("clip");

    public static readonly Criterion Criterion = new() { Labels = ["Dog"], Times = 2 };

    /// <summary>Stakes of seven people, of whom three lose; 260 credits on YES and 140 on NO, shared without a
    /// take.</summary>
    public static readonly IReadOnlyList<SettledStake> Stakes = Settle(
        Outcome.Yes, takeRate: 0, (11, "anna", Outcome.Yes, 100), (12, "béla|NO|5", Outcome.No, 50),
        (15, "carl", Outcome.Yes, 33), (16, "dora", Outcome.Yes, 77), (20, "emil", Outcome.No, 60),
        (21, "fay", Outcome.Yes, 50), (22, "gus", Outcome.No, 30));

    /// <summary>A key of its own.</summary>
    public static ReceiptKey NewKey()
    {
        using var folder = new TemporaryFolder();
        return ReceiptKey.LoadOrCreate(folder.File(ReceiptKey.FileName));
    }

    /// <summary>The SHA-256 of a text.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Stakes with what the rule gives back for each.</summary>
    public static IReadOnlyList<SettledStake> Settle(
        Outcome winner, decimal takeRate, params (long Id, string Person, Outcome Side, long Amount)[] stakes)
    {
        var pool = stakes.Aggregate(default(Pool), (sum, stake) => sum.With(stake.Side, stake.Amount));
        var returned = PlainPayouts.Settle(
            [.. stakes.Select(stake => new PlainPayouts.Claim(stake.Id, stake.Side, stake.Amount))], winner, pool.Take(takeRate));
        return [.. stakes.Select(stake => new SettledStake(
            stake.Id, stake.Person, stake.Side, stake.Amount, Now.AddSeconds(-stake.Id),
            returned[stake.Id]))];
    }

    /// <summary>The roots over stakes.</summary>
    public static StakeRoots Roots(IEnumerable<SettledStake> stakes)
    {
        using var digest = new StakesDigest(Seed);
        foreach (var stake in stakes)
            digest.Add(stake);
        return digest.Roots();
    }

    /// <summary>What the receipt of a market says that these stakes were in.</summary>
    public static ReceiptContent Content(
        IReadOnlyList<SettledStake>? stakes = null, long take = 0, Criterion? criterion = null,
        ClipAnalysis? analysis = null)
    {
        var market = Market.Open(
            "host", new NewMarket("Will the dog jump – \"twice\"? 🐕", criterion ?? Criterion), isPractice: false, [], Now);
        foreach (var stake in stakes ?? Stakes)
            market.AddStake(stake.Side, stake.Amount);
        var found = analysis ?? Found;
        var verdict = CriterionEvaluator.Evaluate(market.Criterion, found, Analyses.Vocabulary);
        Evidence[] evidence = [new(TimeSpan.FromSeconds(2.5), "Dog", 97.25, true, [], Sha256("frame"))];
        var roots = Roots(stakes ?? Stakes);
        return new ReceiptContent(
            ReceiptContent.CurrentVersion, 1, null, Now,
            new ReceiptBet(market.Id, market.Event, market.IsPractice, market.Revision) { Host = new ReceiptHost(Sha256("host"), "Hannah") },
            ReceiptClip.Of(found, ClipSha256),
            ReceiptAnalysis.Of(found, Convert.ToHexStringLower(SHA256.HashData(AnalysisDocument.Write(found))), market.Criterion),
            ReceiptCriterion.Of(market.Criterion), ReceiptVerdict.Of(verdict, evidence, ReceiptContent.CurrentVersion),
            new ReceiptPool(market.Currency, market.Pool.Yes, market.Pool.No, take), new ReceiptStakes(roots.Count, roots.Stakes),
            new ReceiptPayouts(roots.Paid, roots.Payouts))
        {
            Ending = new ReceiptEnding(verdict.Outcome, "clip", "Decided and paid out.", TimeSpan.Zero, null),
        };
    }

    /// <summary>The same, as version 2 of receipts had it.</summary>
    public static ReceiptContent ToSecondVersion(this ReceiptContent content) =>
        content with { Version = 2, Ending = null, Bet = content.Bet with { Host = null } };

    /// <summary>A receipt of that content.</summary>
    public static Receipt Issue(ReceiptContent? content = null) => Receipt.Issue(content ?? Content(), Key);

    /// <summary>So many receipts in a chain, of markets 1, 2 and so on.</summary>
    public static IReadOnlyList<Receipt> Chain(int count, ReceiptKey? key = null)
    {
        var chain = new List<Receipt>();
        for (var number = 1; number <= count; number++)
        {
            var content = Content();
            chain.Add(Receipt.Issue(
                content with
                {
                    Sequence = number,
                    Previous = chain.LastOrDefault()?.Hash,
                    Bet = content.Bet with { Id = number },
                },
                key ?? Key));
        }

        return chain;
    }

    /// <summary>Verifies a receipt with nothing but the key, or with what is added to the question.</summary>
    public static ReceiptReport Examine(Receipt receipt, Func<ReceiptQuestion, ReceiptQuestion>? more = null) =>
        Examine(receipt.Bytes, more);

    /// <summary>Verifies bytes.</summary>
    public static ReceiptReport Examine(ReadOnlyMemory<byte> bytes, Func<ReceiptQuestion, ReceiptQuestion>? more = null)
    {
        var question = new ReceiptQuestion { Receipt = bytes, Key = Key.Public, Vocabulary = Analyses.Vocabulary };
        return ReceiptVerifier.Verify(more is null ? question : more(question));
    }

    /// <summary>Asserts that just these checks fail, and gives the first one's sentence.</summary>
    public static string ShouldFail(this ReceiptReport report, params string[] names)
    {
        report.IsValid.Should().BeFalse();
        report.Checks.Where(check => check.Passed == false).Select(check => check.Name).Should().Equal(names);
        return report.Checks.First(check => check.Passed == false).Sentence;
    }

    /// <summary>Asserts that all is well and that this check was made.</summary>
    public static string ShouldPass(this ReceiptReport report, string name)
    {
        report.Checks.Where(check => check.Passed == false).Should().BeEmpty();
        report.IsValid.Should().BeTrue();
        var made = report.Checks.Single(check => check.Name == name);
        made.Passed.Should().BeTrue();
        return made.Sentence;
    }
}
