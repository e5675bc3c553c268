using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Api.Contract;

/// <summary>A market as the API shows it.</summary>
internal sealed record Bet(
    long Id,
    string Event,
    BetOdds Odds,
    long Pool,
    string Status,
    string State,
    BetCriterion Criterion,
    int Revision,
    bool Practice,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosesAt,
    DateTimeOffset? LockedAt,
    DateTimeOffset? EndedAt,
    string? ClipSha256,
    BetVerdict? Verdict)
{
    public static Bet From(Market market, StreamBetOptions options) => new(
        market.Id,
        market.Event,
        BetOdds.From(market.Pool, options.TakeRateOf(market)),
        market.Pool.Total,
        market.IsActive ? "active" : "resolved",
        market.State.ToString().ToLowerInvariant(),
        BetCriterion.From(market.Criterion),
        market.Revision,
        market.IsPractice,
        market.OpenedAt,
        market.ClosesAt,
        market.LockedAt,
        market.EndedAt,
        market.ClipSha256,
        market.Verdict is { } verdict ? BetVerdict.From(verdict) : null);
}

/// <summary>Decimal odds, to two decimals; null while a side is empty.</summary>
internal sealed record BetOdds(decimal? Yes, decimal? No)
{
    public static BetOdds From(Pool pool, decimal takeRate) => new(
        Round(pool.Odds(Outcome.Yes, takeRate)), Round(pool.Odds(Outcome.No, takeRate)));

    private static decimal? Round(decimal? odds) => odds is { } value ? Math.Round(value, 2) : null;
}

/// <summary>A criterion as the API takes and shows it.</summary>
internal sealed record BetCriterion(
    IReadOnlyList<string>? Labels, double? Start, double? End, int? Times, double? Threshold, string? Sentence)
{
    public static BetCriterion From(Criterion criterion) => new(
        criterion.Labels,
        criterion.WindowStart.TotalSeconds,
        criterion.WindowEnd?.TotalSeconds,
        criterion.Times,
        criterion.Threshold,
        criterion.ToSentence());
}

/// <summary>A verdict as the API shows it.</summary>
internal sealed record BetVerdict(
    string? Outcome, double Confidence, IReadOnlyList<double> DetectedAt, string? Reason, BetNearMiss? NearMiss,
    BetCoverage? Coverage)
{
    public static BetVerdict From(Verdict verdict) => new(
        NameOf(verdict.Outcome),
        Figures.Percent(verdict.Confidence),
        [.. verdict.DetectedAt.Select(Figures.Seconds)],
        verdict.Reason,
        verdict is { Outcome: not StreamBet.Core.Rule.Outcome.Yes, NearMiss: { } miss }
            ? new BetNearMiss(miss.Label, Figures.Percent(miss.Confidence), Figures.Seconds(miss.BestAt))
            : null,
        verdict.Coverage is { } coverage
            ? new BetCoverage(coverage.Planned, coverage.Examined, Figures.Seconds(coverage.LargestGap), coverage.IsWhole,
                coverage.IsToldByService)
            : null);

    public static string? NameOf(Outcome? outcome) => outcome switch
    {
        StreamBet.Core.Rule.Outcome.Yes => "YES",
        StreamBet.Core.Rule.Outcome.No => "NO",
        _ => null,
    };
}

/// <summary>How much of the clip was examined: samples, and the longest stretch without one in seconds.</summary>
internal sealed record BetCoverage(int Planned, int Examined, double LargestGap, bool Whole, bool ToldByService);

/// <summary>The best occurrence that did not count.</summary>
internal sealed record BetNearMiss(string Label, double Confidence, double At);

/// <summary>How figures leave the server.</summary>
internal static class Figures
{
    /// <summary>A confidence to two decimals, rounded down: 80.004 is over 80 but shows as 80.00, and nothing shows as more
    /// than it was.</summary>
    public static double Percent(double confidence) => Math.Floor((confidence * 100) + 1e-6) / 100;

    /// <summary>Seconds to the millisecond.</summary>
    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    /// <summary>A ratio to a tenth of a thousandth, which is finer than a pixel of any frame.</summary>
    public static double Ratio(double ratio) => Math.Round(ratio, 4);
}
