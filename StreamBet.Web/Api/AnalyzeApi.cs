using Microsoft.Extensions.Options;
using StreamBet.Core.Aws;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Host;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Api;

/// <summary>POST /api/analyze: the main job, from a clip to its labels and its markets' verdicts.</summary>
internal static class AnalyzeApi
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(120);

    public static void MapAnalyze(this RouteGroupBuilder api) =>
        api.MapPost("/analyze", AnalyzeAsync).DisableAntiforgery()
            .WithName("Analyze").WithSummary("Takes a clip, analyses it and decides the markets it is bound to.")
            .Produces<AnalysisResult>().Produces<AcceptedJob>(StatusCodes.Status202Accepted)
            .AddOpenApiOperationTransformer(ApiBodies.ClipAsync)
            .RefusesClips().Refuses(RefusalKind.Invalid, "invalid_bet_ids", "invalid_read_text", "invalid_share_frames")
            .Refuses(RefusalKind.Forbidden, "not_host").Refuses(RefusalKind.NotFound, "market_not_found")
            .Refuses(RefusalKind.Conflict, "clip_known", "job_cancelled", "market_bound", "market_ended", "other_clip")
            .Refuses(RefusalKind.Unprocessable, "too_many_markets")
            .Refuses(RefusalKind.Failed, [.. AwsErrorCodes.ByKind[RefusalKind.Failed], .. ErrorCodes.ByKind[RefusalKind.Failed]]);

    private static async Task<IResult> AnalyzeAsync(
        HttpContext context, ClipIntake intake, JobReader jobs, IOptions<StreamBetOptions> options, TimeProvider time)
    {
        UploadBody.Prepare(context, options.Value.MaxUploadBytes);
        var gone = context.RequestAborted;
        var caller = context.Caller();
        var form = new ClipForm(context.Request);
        var part = await form.ReadToFileAsync(gone);
        var offer = new ClipOffer(part.FileName, null, part.MarketIds) { SharesFrames = part.SharesFrames, ReadsText = part.ReadsText };
        var job = await intake.OfferAsync(offer, caller, gone);
        job = await intake.ReceiveAsync(job.Id, part.Body, null, form.EnsureEndAsync, gone);

        // The clip is stored; nothing the caller does from now on affects the job.
        if (WantsNoWaiting(context.Request)
            || await jobs.WaitAsync(job.Id, caller, MaxWait, time, gone) is not { } ended)
        {
            return TypedResults.Accepted($"/api/jobs/{job.Id}", new AcceptedJob("accepted", job.Id, $"/api/jobs/{job.Id}"));
        }

        return AnalysisResult.From(ended) is { } result ? TypedResults.Ok(result) : throw WhyNoResult(ended.Job);
    }

    private static bool WantsNoWaiting(HttpRequest request) =>
        request.Headers["Prefer"].Any(value =>
            value?.Split(',', ';').Any(part => part.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)) == true);

    private static RefusedException WhyNoResult(AnalysisJob job) => job.ErrorCode is null
        ? new RefusedException(RefusalKind.Conflict, "job_cancelled", "The analysis was cancelled.")
        : new RefusedException(
            job.ErrorCode == AnalysisFailedException.ClipDamaged ? RefusalKind.Invalid : RefusalKind.Failed,
            job.ErrorCode, job.Error!);

    internal sealed record AcceptedJob(string Status, Guid JobId, string Location);
}
