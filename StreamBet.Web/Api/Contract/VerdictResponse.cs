using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Standalone;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Api.Contract;

/// <summary>A verdict without a market as the API shows it.</summary>
internal sealed record VerdictResponse(
    Guid VerdictId,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    string? ClipSha256,
    BetCriterion Criterion,
    JobError? Error,
    ReceiptedVerdict? Verdict,
    string? Receipt)
{
    public static VerdictResponse From(StandaloneVerdict verdict) => new(
        verdict.Job.Id,
        JobResponse.NameOf(verdict.Job.State),
        verdict.Job.CreatedAt,
        verdict.Job.EndedAt,
        verdict.Job.Sha256,
        BetCriterion.From(verdict.Job.Criterion!),
        verdict.Job.ErrorCode is null ? null : new JobError(verdict.Job.ErrorCode, verdict.Job.Error!),
        verdict.Receipt is { } receipt ? ReceiptedVerdict.From(receipt.Content.Verdict) : null,
        verdict.Receipt is null ? null : $"/api/verdicts/{verdict.Job.Id}/receipt");
}

/// <summary>What the receipt says, in short: the outcome is null if the clip decided nothing, for that reason.</summary>
internal sealed record ReceiptedVerdict(string? Outcome, double Confidence, IReadOnlyList<double> DetectedAt, string? Reason)
{
    public static ReceiptedVerdict From(ReceiptVerdict verdict) => new(
        verdict.Outcome?.ToWord(), Figures.Percent(verdict.Confidence), [.. verdict.DetectedAt.Select(Figures.Seconds)],
        verdict.Undecided);
}
