using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Clips;
using StreamBet.Web.Shared;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Api.Contract;

/// <summary>A job as the API shows it.</summary>
internal sealed record JobResponse(
    Guid JobId,
    string State,
    string FileName,
    DateTimeOffset CreatedAt,
    DateTimeOffset? UploadedAt,
    DateTimeOffset? EndedAt,
    long? Bytes,
    string? Sha256,
    JobProgress? Progress,
    JobError? Error,
    IReadOnlyList<JobVerdict> Verdicts,
    AnalysisResult? Result)
{
    [JsonIgnore]
    public bool IsEnded => EndedAt is not null;

    public static JobResponse From(JobView view) => new(
        view.Job.Id,
        NameOf(view.Job.State),
        view.Job.FileName,
        view.Job.CreatedAt,
        view.Job.UploadedAt,
        view.Job.EndedAt,
        view.Job.Bytes,
        view.Job.Sha256,
        view.Status is null ? null : JobProgress.From(view.Status),
        view.Job.ErrorCode is null ? null : new JobError(view.Job.ErrorCode, view.Job.Error!),
        [.. view.Markets.Select(market => new JobVerdict(
            market.Id, market.Event, market.State.ToString().ToLowerInvariant(),
            view.VerdictOf(market) is { } verdict ? BetVerdict.From(verdict) : null))],
        AnalysisResult.From(view));

    public static string NameOf(JobState state) => state.ToString().ToLowerInvariant();
}

/// <summary>The progress of a running job: counts of bytes, samples and polls.</summary>
internal sealed record JobProgress(
    string State, string? Step, long BytesReceived, long? BytesExpected, int SamplesDone, int? SamplesPlanned,
    double? AtSecond, int? Sightings, int Polls, long? BytesSent, long? BytesToSend)
{
    public static JobProgress From(JobStatus status) => new(
        JobResponse.NameOf(status.State), NameOf(status.Progress?.Step), status.BytesReceived, status.BytesExpected,
        status.Progress?.Done ?? 0, status.Progress?.Planned, status.Progress?.At?.TotalSeconds,
        status.Progress?.Sightings, status.Progress?.Polls ?? 0, status.Progress?.BytesSent,
        status.Progress?.BytesToSend);

    private static string? NameOf(AnalysisStep? step) =>
        step is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) : null;
}

/// <summary>The kept pictures of a job's clip.</summary>
internal sealed record JobFrameList(IReadOnlyList<JobFrameEntry> Frames)
{
    public static JobFrameList From(IReadOnlyList<JobFrame> frames) =>
        new([.. frames.Select(frame => new JobFrameEntry(Figures.Seconds(frame.At), frame.Address))]);
}

/// <summary>A kept picture: its time in seconds from the start of the clip, and its address.</summary>
internal sealed record JobFrameEntry(double At, string Url);

/// <summary>Why a job failed.</summary>
internal sealed record JobError(string Code, string Detail);

/// <summary>What a job's clip means for a market bound to it.</summary>
internal sealed record JobVerdict(long BetId, string Event, string State, BetVerdict? Verdict);
