using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Api.Contract;

/// <summary>A market as the API shows it.</summary>
internal sealed record Bet(
    long Id,
    string Event,
    BetOdds Odds,
    long? Pool,
    bool Hidden,
    string Status,
    string State,
    BetCriterion Criterion,
    int Revision,
    bool Practice,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosesAt,
    double HiddenSeconds,
    bool RandomLock,
    DateTimeOffset? LockedAt,
    DateTimeOffset? EndedAt,
    string? ClipSha256,
    BetVerdict? Verdict,
    string? Outcome,
    string? DecidedBy,
    bool People,
    double ChallengeSeconds,
    double ObjectionSeconds,
    DateTimeOffset? PaysAt,
    DateTimeOffset? ReviewUntil,
    bool Listed)
{
    public static Bet From(Market market, Pool? pool, decimal takeRate) => new(
        market.Id,
        market.Event,
        BetOdds.From(pool, takeRate),
        pool?.Total,
        pool is null,
        market.IsActive ? "active" : "resolved",
        market.State.ToString().ToLowerInvariant(),
        BetCriterion.From(market.Criterion),
        market.Revision,
        market.IsPractice,
        market.OpenedAt,
        market.ClosesAt,
        market.HiddenFor.TotalSeconds,
        market.LocksAtRandom,
        market.LockedAt,
        market.EndedAt,
        market.ClipSha256,
        market.Verdict is { } verdict ? BetVerdict.From(verdict) : null,
        market.Outcome?.ToWord(),
        (market.DecidedBy ?? (market.Outcome is null ? null : Core.Markets.DecidedBy.Clip))?.ToString().ToLowerInvariant(),
        market.IsByPeople,
        market.ChallengeWindow.TotalSeconds,
        market.ObjectionWindow.TotalSeconds,
        market.IsAwaitingPayout ? market.PaysAt : null,
        market is { State: MarketState.Review, Review: { } review } ? review.Deadline : null,
        !market.IsUnlisted);
}

/// <summary>Writes markets as they may be shown at the present time.</summary>
internal sealed class BetWriter(IOptions<StreamBetOptions> options, TimeProvider time)
{
    /// <summary>Writes a market, which was read before.</summary>
    public Bet Write(Market market) => Write(market, time.GetUtcNow());

    /// <summary>Writes a market as it may be shown at a time that is not before it was read.</summary>
    public Bet Write(Market market, DateTimeOffset now) => Bet.From(market, market.ShownPool(now), options.Value.TakeRateOf(market));
}

/// <summary>Decimal odds, to two places; null while a side is empty or they are hidden.</summary>
internal sealed record BetOdds(decimal? Yes, decimal? No)
{
    public static BetOdds From(Pool? pool, decimal takeRate) => new(
        Round(pool?.Odds(Outcome.Yes, takeRate)), Round(pool?.Odds(Outcome.No, takeRate)));

    private static decimal? Round(decimal? odds) => odds is { } value ? Math.Round(value, 2) : null;
}

/// <summary>A criterion as the API accepts and shows it.</summary>
internal sealed record BetCriterion(
    IReadOnlyList<string>? Labels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BetText? Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BetPicture? Picture,
    double? Start, double? End, int? Times, double? Threshold, string? Sentence)
{
    public static BetCriterion From(Criterion criterion) => new(
        criterion.Labels,
        BetText.From(criterion.Text),
        criterion.Picture is { } picture ? new BetPicture(picture.Sha256, picture.Name) : null,
        criterion.WindowStart.TotalSeconds,
        criterion.WindowEnd?.TotalSeconds,
        criterion.Times,
        criterion.Threshold,
        criterion.ToSentence());
}

/// <summary>The reference picture of a criterion.</summary>
internal sealed record BetPicture([property: Required] string? Sha256, string? Name);

/// <summary>A verdict as the API shows it.</summary>
internal sealed record BetVerdict(
    string? Outcome, double Confidence, IReadOnlyList<double> DetectedAt, string? Reason, BetNearMiss? NearMiss,
    BetDoubt? Doubt, BetCoverage? Coverage)
{
    public static BetVerdict From(Verdict verdict) => new(
        verdict.Outcome?.ToWord(),
        Figures.Percent(verdict.Confidence),
        [.. verdict.DetectedAt.Select(Figures.Seconds)],
        verdict.Reason,
        verdict is { Outcome: not StreamBet.Core.Rule.Outcome.Yes, NearMiss: { } miss }
            ? new BetNearMiss(miss.Label, Figures.Percent(miss.Confidence), Figures.Seconds(miss.BestAt))
            : null,
        BetDoubt.From(verdict.ToldDoubt),
        verdict.Coverage is { } coverage
            ? new BetCoverage(coverage.Planned, coverage.Examined, Figures.Seconds(coverage.LargestGap), coverage.IsWhole,
                coverage.IsToldByService)
            : null);
}

/// <summary>How much of the clip was examined: numbers of samples, and the longest stretch without one, in
/// seconds.</summary>
internal sealed record BetCoverage(int Planned, int Examined, double LargestGap, bool Whole, bool ToldByService);

/// <summary>How likely it is that the criterion was met unseen, in percent, and the sighting that speaks for it most.</summary>
internal sealed record BetDoubt(double Percent, string? Label, double? At)
{
    public static BetDoubt? From(Doubt? doubt) => doubt is null
        ? null
        : new BetDoubt(
            Figures.Percent(doubt.Percent), doubt.Label, doubt.At is { } at ? Figures.Seconds(at) : null);
}

/// <summary>The best occurrence that did not count towards the verdict.</summary>
internal sealed record BetNearMiss(string Label, double Confidence, double At);
