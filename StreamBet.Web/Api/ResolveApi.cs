using System.Text.Json.Serialization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Host;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Api;

/// <summary>POST /api/resolve: the verdict of a market.</summary>
internal static class ResolveApi
{
    public static void MapResolve(this RouteGroupBuilder api) =>
        api.MapPost("/resolve", ResolveAsync).WithName("Resolve")
            .WithSummary("The verdict of a market by a job, or what it would be with another threshold or by another analysis.");

    private static async Task<IResult> ResolveAsync(
        ResolveRequest request, MarketResolution resolution, HttpContext context, CancellationToken cancellationToken)
    {
        var marketId = request.BetId
            ?? throw new RefusedException(RefusalKind.Unprocessable, "bet_id", "Say by \"bet_id\" which market is meant.");
        return (request.JobId, request.Analysis) switch
        {
            ({ } jobId, null) when request.Threshold is { } threshold => Answer(
                await resolution.WhatIfAsync(marketId, jobId, threshold, context.Caller(), cancellationToken), isWhatIf: true),
            ({ } jobId, null) => Answer(
                await resolution.ResolveAsync(marketId, jobId, context.Caller(), cancellationToken), isWhatIf: false),
            (null, { } analysis) => Answer(
                await resolution.WhatIfAsync(
                    marketId, analysis.ToAnalysis(), request.Threshold, cancellationToken), isWhatIf: true),
            _ => throw new RefusedException(
                RefusalKind.Unprocessable, "job_or_analysis", "Send either \"job_id\" or \"analysis\" with the market."),
        };
    }

    private static IResult Answer(Verdict verdict, bool isWhatIf) => verdict.Outcome is null
        ? TypedResults.Ok(new FailedResponse(
            "failed", verdict.Reason ?? "", BetDoubt.From(verdict.Doubt), isWhatIf ? true : null))
        : TypedResults.Ok(new ResolvedResponse(
            "resolved", Figures.Outcome(verdict.Outcome)!, Figures.Percent(verdict.Confidence), !isWhatIf,
            [.. verdict.DetectedAt.Select(Figures.Seconds)], isWhatIf ? true : null));

    private sealed record ResolveRequest(long? BetId, Guid? JobId, SentAnalysis? Analysis, double? Threshold);

    private sealed record ResolvedResponse(
        string Status, string Outcome, double Confidence, bool PayoutTriggered, IReadOnlyList<double> DetectedAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? WhatIf);

    private sealed record FailedResponse(
        string Status, string Reason, BetDoubt? Doubt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? WhatIf);
}
