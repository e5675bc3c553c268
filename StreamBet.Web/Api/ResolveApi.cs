using System.ComponentModel.DataAnnotations;
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
            .WithSummary("The verdict of a market by a job, or what it would be with another threshold or by another analysis.")
            .Produces<ResolvedResponse>().AddOpenApiOperationTransformer(ApiBodies.OrAsync<ResolvedResponse, FailedResponse>)
            .Refuses(RefusalKind.NotFound, "job_not_found", "market_not_found")
            .Refuses(RefusalKind.Conflict, "job_not_bound", "job_running", "market_bound", "market_ended")
            .Refuses(RefusalKind.Unprocessable, "analysis", "bet_id", "job_or_analysis", "threshold");

    private static async Task<IResult> ResolveAsync(
        ResolveRequest request, MarketResolution resolution, HttpContext context, CancellationToken cancellationToken)
    {
        var marketId = request.BetId
            ?? throw new RefusedException(RefusalKind.Unprocessable, "bet_id", "Say by \"bet_id\" which market is meant.");
        return (request.JobId, request.Analysis) switch
        {
            ({ } jobId, null) when request.Threshold is { } threshold => Answer(
                await resolution.WhatIfAsync(marketId, jobId, threshold, context.Caller(), cancellationToken)),
            ({ } jobId, null) => Answer(await resolution.ResolveAsync(marketId, jobId, context.Caller(), cancellationToken)),
            (null, { } analysis) => Answer(
                await resolution.WhatIfAsync(
                    marketId, analysis.ToAnalysis(), request.Threshold, cancellationToken)),
            _ => throw new RefusedException(
                RefusalKind.Unprocessable, "job_or_analysis", "Send either \"job_id\" or \"analysis\" with the market."),
        };
    }

    private static IResult Answer(Verdict whatIf) => Answer(new Resolution(whatIf, whatIf.Outcome, IsPaid: false), isWhatIf: true);

    // People may have decided otherwise than the clip, which was then sure of nothing.
    private static IResult Answer(Resolution resolution, bool? isWhatIf = null)
    {
        var verdict = resolution.Verdict;
        if (resolution.Outcome is null)
            return TypedResults.Ok(new FailedResponse("failed", verdict.Reason ?? "", BetDoubt.From(verdict.ToldDoubt), isWhatIf));
        var isClips = verdict.Outcome == resolution.Outcome;
        IEnumerable<TimeSpan> detectedAt = isClips ? verdict.DetectedAt : resolution.Second is { } second ? [second] : [];
        return TypedResults.Ok(new ResolvedResponse(
            "resolved", resolution.Outcome.ToWord(), isClips ? Figures.Percent(verdict.Confidence) : 0, resolution.IsPaid,
            [.. detectedAt.Select(Figures.Seconds)], isWhatIf));
    }

    internal sealed record ResolveRequest([property: Required] long? BetId, Guid? JobId, SentAnalysis? Analysis, double? Threshold);

    internal sealed record ResolvedResponse(
        string Status, string Outcome, double Confidence, bool PayoutTriggered, IReadOnlyList<double> DetectedAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? WhatIf);

    internal sealed record FailedResponse(
        string Status, string Reason, BetDoubt? Doubt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? WhatIf);
}
