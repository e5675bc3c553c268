using CsCheck;
using StreamBet.Core.Findings;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Rule;

/// <summary>A NO needs a window that shows something (the rule, step 5).</summary>
public sealed class UnclearWindowTests
{
    private static readonly Criterion Dog = new() { Labels = ["Dog"] };

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(6, 10.0, "The window is too dark for a NO.")]
    [InlineData(5, 12.0, "The window is too dark for a NO.")]
    [InlineData(5, 14.0, null)]
    [InlineData(12, null, null)]
    public void A_window_in_the_dark_is_undecided(double start, double? end, string? reason) =>
        Judge(Dark(5, 11), Within(start, end)).Reason.Should().Be(reason);

    [Theory]
    [InlineData(Unclarity.Bright, "The clip is too bright for a NO.")]
    [InlineData(Unclarity.Flat, "The clip shows hardly more than one flat colour.")]
    [InlineData(Unclarity.Turned, "The clip seems to lie on its side or upside down, where the analyzer misses things.")]
    [InlineData(Unclarity.Still, "The clip stands still: nearly all of it is one picture.")]
    public void A_clip_of_which_little_can_be_told_is_undecided(Unclarity why, string reason)
    {
        var verdict = Judge(Of(10) with { Unclear = [new UnclearStretch(why, TimeSpan.Zero, TimeSpan.FromSeconds(8.5))] }, Dog);

        (verdict.Outcome, verdict.Reason).Should().Be((null, reason));
    }

    [Fact]
    public void Parts_of_several_kinds_add_up() =>
        Judge(
            Of(10) with
            {
                Unclear =
                [
                    new UnclearStretch(Unclarity.Still, TimeSpan.Zero, TimeSpan.FromSeconds(3)),
                    new UnclearStretch(Unclarity.Dark, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)),
                    new UnclearStretch(Unclarity.Still, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(10)),
                ],
            },
            Dog).Reason.Should().Be("The clip shows hardly anything clearly: it is dark, bright, flat or still.");

    [Theory]
    [InlineData(6, 10, false)]
    [InlineData(11, 15, true)]
    public void A_receipt_says_whether_the_window_is_within_bounds(double start, double end, bool isWithin) =>
        ReceiptAnalysis.Of(Dark(5, 11), new string('a', 64), Within(start, end)).Calibration!.WithinBounds.Should().Be(isWithin);

    [Fact]
    public void A_yes_needs_no_light() =>
        Judge(Dark(0, 16) with { Labels = [Label("Dog", (8, 95))] }, Dog).Outcome.Should().Be(Outcome.Yes);

    [Fact]
    public void An_unclear_part_never_makes_a_verdict() =>
        Gen.Select(Gen.Double[0, 14], Gen.Double[2, 16], Gen.Double[0, 14], Gen.Double[2, 16], Gen.Double[0, 100]).Sample((from, length, start, window, seen) =>
        {
            var clear = Of(16, Label("Dog", (8, seen)));
            var unclear = clear with
            {
                Unclear = [new UnclearStretch(Unclarity.Dark, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(Math.Min(16, from + length)))],
            };
            var criterion = Within(start, Math.Min(16, start + window));
            var (before, after) = (Judge(clear, criterion).Outcome, Judge(unclear, criterion).Outcome);
            return after == before || (before == Outcome.No && after is null);
        });

    private static Criterion Within(double start, double? end) => Dog with
    {
        WindowStart = TimeSpan.FromSeconds(start),
        WindowEnd = end is { } second ? TimeSpan.FromSeconds(second) : null,
    };

    private static ClipAnalysis Dark(double from, double to) => Of(16) with
    {
        Unclear = [new UnclearStretch(Unclarity.Dark, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))],
    };

    private static Verdict Judge(ClipAnalysis analysis, Criterion criterion) =>
        CriterionEvaluator.Evaluate(criterion, analysis, Analyses.Vocabulary);
}
