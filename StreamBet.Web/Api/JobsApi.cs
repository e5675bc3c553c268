using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Host;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Api;

/// <summary>/api/jobs: a job and its events, cancelling it, and deleting what remains of its clip.</summary>
internal static class JobsApi
{
    public static void MapJobs(this RouteGroupBuilder api)
    {
        api.MapGet("/jobs/{jobId:guid}", ReadAsync).WithName("Job").WithSummary("A job as it is now.")
            .Produces<JobResponse>().Refuses(RefusalKind.NotFound, "job_not_found");
        api.MapGet("/jobs/{jobId:guid}/events", EventsAsync).WithName("JobEvents").WithMetadata(WithoutHead.Mark, EventStream.Mark)
            .WithSummary("Server-sent events: one a change of state or progress, the last with the result.")
            .Produces<JobResponse>(StatusCodes.Status200OK, "text/event-stream").Refuses(RefusalKind.NotFound, "job_not_found");
        api.MapGet("/jobs/{jobId:guid}/analysis", AnalysisAsync).WithName("JobAnalysis")
            .WithSummary("The analysis, byte for byte as a receipt's digest covers it.")
            .Produces<object>().Refuses(RefusalKind.NotFound, "analysis_not_found", "job_not_found");
        api.MapGet("/jobs/{jobId:guid}/frames", FramesAsync).WithName("JobFrames")
            .WithSummary("The kept pictures of a job's clip.")
            .Produces<JobFrameList>().Refuses(RefusalKind.NotFound, "job_not_found");
        api.MapGet("/jobs/{jobId:guid}/frames/{at}.jpg", FrameAsync).WithName("JobFrame")
            .WithSummary("A kept picture of a job's clip, by its time in seconds.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg").Refuses(RefusalKind.NotFound, "frame_not_found", "job_not_found");
        api.MapPost("/jobs/{jobId:guid}/cancel", CancelAsync).WithName("CancelJob").WithSummary("Cancels a job.")
            .Produces<JobResponse>().Refuses(RefusalKind.NotFound, "job_not_found").Refuses(RefusalKind.Conflict, "job_not_cancellable");
        api.MapDelete("/jobs/{jobId:guid}/clip", DeleteClipAsync).WithName("DeleteClip")
            .WithSummary("Deletes the name of a job's clip and its evidence frames; digests are kept.")
            .Produces<JobResponse>().Refuses(RefusalKind.NotFound, "job_not_found").Refuses(RefusalKind.Conflict, "frames_needed", "job_not_ended");
    }

    private static async Task<IResult> ReadAsync(
        Guid jobId, JobReader jobs, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(JobResponse.From(await jobs.ReadAsync(jobId, context.Caller(), cancellationToken)));

    private static async Task<IResult> AnalysisAsync(
        Guid jobId, JobReader jobs, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await jobs.ReadAnalysisAsync(jobId, context.Caller(), cancellationToken), "application/json");

    private static async Task<IResult> FramesAsync(
        Guid jobId, JobFrames frames, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(JobFrameList.From(await frames.ListAsync(jobId, context.Caller(), cancellationToken)));

    private static async Task<IResult> FrameAsync(
        Guid jobId, string at, JobFrames frames, HttpContext context, CancellationToken cancellationToken) =>
        FrameAnswer.Of(context, await frames.FindAsync(jobId, at, context.Caller(), cancellationToken));

    private static async Task<IResult> EventsAsync(
        Guid jobId, JobReader jobs, HttpContext context, CancellationToken cancellationToken)
    {
        // Checked first, so that a job the caller may not see gives a plain 404.
        await jobs.ReadAsync(jobId, context.Caller(), cancellationToken);
        return TypedResults.ServerSentEvents(FollowAsync(jobId, jobs, context.Caller(), cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<object>> FollowAsync(
        Guid jobId, JobReader jobs, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JobState? state = null;
        await foreach (var job in jobs.FollowAsync(jobId, caller, cancellationToken))
        {
            yield return job.State == state && job.Status is { } status
                ? new SseItem<object>(JobProgress.From(status), "progress")
                : new SseItem<object>(JobResponse.From(job), "state");
            state = job.State;
        }
    }

    private static async Task<IResult> CancelAsync(
        Guid jobId, JobCancellation cancellation, JobReader jobs, HttpContext context, CancellationToken cancellationToken)
    {
        await cancellation.CancelAsync(jobId, context.Caller(), cancellationToken);
        return TypedResults.Ok(JobResponse.From(await jobs.ReadAsync(jobId, context.Caller(), cancellationToken)));
    }

    private static async Task<IResult> DeleteClipAsync(
        Guid jobId, ClipDeletion deletion, JobReader jobs, HttpContext context, CancellationToken cancellationToken)
    {
        await deletion.DeleteAsync(jobId, context.Caller(), cancellationToken);
        return await ReadAsync(jobId, jobs, context, cancellationToken);
    }
}
