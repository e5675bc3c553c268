using StreamBet.Core.Ledger;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Records;
using StreamBet.Core.Rule;
using static StreamBet.Tests.Support.Analyses;
using Record = StreamBet.Core.Receipts.Records.Record;

namespace StreamBet.Tests.Receipts.Records;

/// <summary>Receipts of markets that ended in every way there is.</summary>
internal static class RecordSamples
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    public static readonly ReceiptHost Hannah = new(ReceiptSamples.Sha256("hannah"), "Hannah"), Ida = new(ReceiptSamples.Sha256("ida"), "Ida");

    /// <summary>One of each kind, numbered from 1.</summary>
    public static IReadOnlyList<ReceiptContent> EveryKind() => Number(
    [
        Yes(91),
        Yes(97).Challenged(Outcome.Yes),
        Yes(83).Challenged(Outcome.No),
        Yes(88).Unruled(),
        No(95).Challenged(null),
        Yes(91).NotOpen(),
        Yes(91) with { Pool = new ReceiptPool(Currency.Credits, 260, 0, 0) },
        Yes(91).ToSecondVersion(),
        No(40).ToSecondVersion() with { Version = 1 },
        Undecided().ByHost(Outcome.No),
        Undecided().Overruled(),
        Undecided().ByNobody(new ReceiptReview("undecided", null, 0, 0, false, null)),
        Undecided().ByOperator("copy", Outcome.Yes),
        WithoutClip().Voided(),
        Undecided().ByPeople().ByHost(Outcome.Yes),
        Undecided().ByPeople().Upheld(),
        WithoutClip().ByPeople().ByNobody(null),
        Yes(85).NotOpen().Practice(),
        Undecided().ByNobody(null).Practice(),
    ]);

    /// <summary>A clip's YES on a dog, of so many percent, that could be challenged for two minutes and was not.</summary>
    public static ReceiptContent Yes(double confidence) =>
        Judged(ReceiptSamples.Content(criterion: new Criterion { Labels = ["Dog", "Cat"] }, analysis: Of(30, Label("Dog", (2, confidence)))));

    /// <summary>The same with a NO.</summary>
    public static ReceiptContent No(double confidence)
    {
        var content = ReceiptSamples.Content(criterion: new Criterion { Labels = ["Dog", "Cat"] }, analysis: Of(30));
        return Judged(content with { Verdict = content.Verdict! with { Confidence = confidence } });
    }

    public static ReceiptContent Undecided() => ReceiptSamples.Content(
        criterion: new Criterion { Labels = ["Dog"] }, analysis: Of(30, Label("Dog", (2, 60)))).Hosted(Ida);

    public static ReceiptContent WithoutClip() => Undecided() with { Clip = null, Analysis = null, Verdict = null };

    /// <summary>An operator ruled about a challenge.</summary>
    public static ReceiptContent Challenged(this ReceiptContent content, Outcome? ruling) => content.Ended(
        "operator", ruling, new ReceiptReview("challenge", null, 1, 10, ruling == content.Verdict!.Outcome, Said(ruling)));

    /// <summary>Nobody ruled about a challenge.</summary>
    public static ReceiptContent Unruled(this ReceiptContent content) =>
        content.Ended("clip", content.Verdict!.Outcome, new ReceiptReview("challenge", null, 1, 10, false, null));

    public static ReceiptContent NotOpen(this ReceiptContent content) =>
        content with { Ending = content.Ending! with { ChallengeSeconds = TimeSpan.Zero } };

    public static ReceiptContent ByHost(this ReceiptContent content, Outcome outcome) =>
        content.Ended("host", outcome, new ReceiptReview("undecided", Said(outcome), 0, 0, false, null));

    public static ReceiptContent Overruled(this ReceiptContent content) =>
        content.Ended("operator", Outcome.No, new ReceiptReview("undecided", Said(Outcome.Yes), 2, 20, false, Said(Outcome.No)));

    public static ReceiptContent Upheld(this ReceiptContent content) =>
        content.Ended("operator", Outcome.Yes, new ReceiptReview("people", Said(Outcome.Yes), 1, 10, true, Said(Outcome.Yes)));

    public static ReceiptContent ByOperator(this ReceiptContent content, string cause, Outcome outcome) =>
        content.Ended("operator", outcome, new ReceiptReview(cause, null, 0, 0, false, Said(outcome)));

    public static ReceiptContent ByNobody(this ReceiptContent content, ReceiptReview? review) => content.Ended("nobody", null, review);

    public static ReceiptContent Voided(this ReceiptContent content) => content.Ended("host", null, null);

    public static ReceiptContent ByPeople(this ReceiptContent content) =>
        content with { Criterion = ReceiptCriterion.Of(Criterion.ByPeople) };

    public static ReceiptContent Practice(this ReceiptContent content) => content with { Bet = content.Bet with { Practice = true } };

    public static ReceiptContent Hosted(this ReceiptContent content, ReceiptHost host) =>
        content with { Bet = content.Bet with { Host = host } };

    /// <summary>Puts contents into the order of a chain, of markets 1, 2 and so on.</summary>
    public static IReadOnlyList<ReceiptContent> Number(IEnumerable<ReceiptContent> contents) =>
        [.. contents.Select((content, index) => content with { Sequence = index + 1, Bet = content.Bet with { Id = index + 1 } })];

    /// <summary>Signs them as one chain.</summary>
    public static IReadOnlyList<Receipt> Chain(IEnumerable<ReceiptContent> contents)
    {
        var chain = new List<Receipt>();
        foreach (var content in contents)
            chain.Add(ReceiptSamples.Issue(content with { Previous = chain.LastOrDefault()?.Hash }));
        return chain;
    }

    /// <summary>Counts them.</summary>
    public static RecordFigures Count(IEnumerable<ReceiptContent> contents)
    {
        var record = new Record();
        foreach (var content in contents)
            record.Add(content);
        return record.ToFigures();
    }

    private static ReceiptContent Judged(ReceiptContent content) =>
        content.Hosted(Hannah) with { Ending = content.Ending! with { ChallengeSeconds = Window } };

    private static ReceiptContent Ended(this ReceiptContent content, string by, Outcome? outcome, ReceiptReview? review) =>
        content with { Ending = new ReceiptEnding(outcome, by, "So it was.", Window, review) };

    private static ReceiptProposal Said(Outcome? outcome) =>
        new(outcome, "So it is.", outcome == Outcome.Yes ? TimeSpan.FromSeconds(2) : null, null);
}
