using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using StreamBet.Core;
using StreamBet.Core.Analysis;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Identity;

namespace StreamBet.Web.Api;

/// <summary>POST /api/analyze: the main job, from a clip to its labels and its markets' verdicts.</summary>
internal static class AnalyzeApi
{
    // What a form may take besides the clip: headers, boundaries, bet_ids.
    private const long FormBytes = 64 * 1024;
    private static readonly MinDataRate LeastRate = new(bytesPerSecond: 1024, TimeSpan.FromSeconds(20));
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(120);

    public static void MapAnalyze(this RouteGroupBuilder api) =>
        api.MapPost("/analyze", AnalyzeAsync).DisableAntiforgery()
            .WithName("Analyze").WithSummary("Takes a clip, analyses it and decides the markets it is bound to.");

    private static async Task<IResult> AnalyzeAsync(
        HttpContext context, ClipIntake intake, JobReader jobs, IOptions<StreamBetOptions> options, TimeProvider time)
    {
        PrepareBody(context, options.Value.MaxUploadBytes);
        var gone = context.RequestAborted;
        var caller = context.Caller();
        var form = new ClipForm(context.Request);
        var part = await form.ReadToFileAsync(gone);
        var job = await intake.OfferAsync(new ClipOffer(part.FileName, null, part.MarketIds), caller, gone);
        job = await intake.ReceiveAsync(job, part.Body, null, form.EnsureEndAsync, gone);

        // The clip is here: from now on nothing that the caller does changes its way.
        if (WantsNoWaiting(context.Request)
            || await jobs.WaitAsync(job.Id, caller, LongestWait, time, gone) is not { } ended)
        {
            return TypedResults.Accepted($"/api/jobs/{job.Id}", new AcceptedJob("accepted", job.Id, $"/api/jobs/{job.Id}"));
        }

        return ended.Result is { } result ? TypedResults.Ok(result) : throw WhyNoResult(ended);
    }

    // The server's own limits end a request without a sentence. That on the size is left to the intake, which counts the
    // clip's bytes, and to the form, whose other parts are small; that on the pace gets a grace that is longer than the
    // silence after which an upload is given up, and ends what only drips in.
    private static void PrepareBody(HttpContext context, long mostBytes)
    {
        if (context.Request.ContentLength > mostBytes + FormBytes)
            throw ClipOffer.TooLarge(mostBytes);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = LeastRate;
    }

    private static bool WantsNoWaiting(HttpRequest request) =>
        request.Headers["Prefer"].Any(value =>
            value?.Split(',', ';').Any(part => part.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)) == true);

    private static RefusedException WhyNoResult(JobResponse job) => job.Error is null
        ? new RefusedException(RefusalKind.Conflict, "job_cancelled", "The analysis was called off.")
        : new RefusedException(
            job.Error.Code == AnalysisFailedException.ClipDamaged ? RefusalKind.Invalid : RefusalKind.Failed,
            job.Error.Code, job.Error.Detail);

    private sealed record AcceptedJob(string Status, Guid JobId, string Location);
}
