using System.Globalization;
using StreamBet.Core.Clips;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>The phases of a clip's processing.</summary>
public enum Phase
{
    /// <summary>Its bytes are arriving.</summary>
    Upload,

    /// <summary>All bytes have arrived and the file is probed.</summary>
    Check,

    /// <summary>It waits for its turn or is being analysed.</summary>
    Analyse,

    /// <summary>Its markets are being decided and settled.</summary>
    Decide,
}

/// <summary>A figure of the progress.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Value">The value, formatted.</param>
public readonly record struct Figure(string Name, string Value);

/// <summary>What a job is doing right now, in words and real figures. Pure.</summary>
/// <param name="Phase">The current phase.</param>
/// <param name="Headline">What is happening.</param>
/// <param name="Fraction">How much of the phase is done, 0-1; null when unknown.</param>
/// <param name="Figures">The counts behind it.</param>
public sealed record JobStep(Phase Phase, string Headline, double? Fraction, IReadOnlyList<Figure> Figures)
{
    /// <summary>The text for screen readers: it changes with each phase and each quarter of it, not with every
    /// count.</summary>
    public string Announcement => Fraction is { } done and >= 0.25 and < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Headline}: {Math.Floor(done * 4) * 25:0} percent")
        : Headline;

    /// <summary>Describes a job that has not ended.</summary>
    /// <param name="job">The job; null while it is being accepted.</param>
    /// <param name="bytesPerSecond">The upload speed; null when unknown.</param>
    public static JobStep Of(JobView? job, double? bytesPerSecond) => job switch
    {
        null => new JobStep(Phase.Upload, "Starting", null, []),
        { State: JobState.Uploading } => OfUpload(job.Status, bytesPerSecond),
        { State: JobState.Queued } => new JobStep(Phase.Analyse, "Waiting in the queue", null, [.. OfPlace(job.Status), .. OfClip(job)]),
        _ => OfAnalysis(job),
    };

    private static JobStep OfUpload(JobStatus? status, double? bytesPerSecond)
    {
        var (received, expected) = (status?.BytesReceived ?? 0, status?.BytesExpected);
        if (expected is { } all && received >= all)
            return new JobStep(Phase.Check, "Checking the file", null, [new Figure("Received", Format.Size(received))]);
        var figures = new List<Figure>
        {
            new("Received", expected is null ? Format.Size(received) : $"{Format.Size(received)} of {Format.Size(expected.Value)}"),
        };
        if (bytesPerSecond is { } speed and > 0)
        {
            figures.Add(new Figure("Speed", $"{Format.Size(speed)}/s"));
            if (expected is { } total)
                figures.Add(new Figure("Left", Format.Clock(TimeSpan.FromSeconds(Math.Ceiling((total - received) / speed)))));
        }

        return new JobStep(Phase.Upload, "Uploading", expected is { } whole and > 0 ? received / (double)whole : null, figures);
    }

    private static JobStep OfAnalysis(JobView job)
    {
        if (job.Status?.Progress is not { } progress)
            return new JobStep(Phase.Analyse, "Starting the analysis", null, OfClip(job));
        if (progress.Step != AnalysisStep.Examining)
            return OfOtherStep(job, progress);
        if (progress.Polls > 0)
            return new JobStep(Phase.Analyse, $"{progress.Service ?? "The service"} is analysing the clip", null, OfProgress(progress));
        if (progress.Planned is { } all && progress.Done >= all && job.Job is { ReadsText: false, Pictures.Count: 0 })
            return new JobStep(Phase.Decide, "Deciding", null, OfProgress(progress));
        return new JobStep(Phase.Analyse, "Analysing the clip", ShareOf(progress), OfProgress(progress));
    }

    private static double? ShareOf(AnalysisProgress progress) =>
        progress.Planned is { } planned and > 0 ? progress.Done / (double)planned : null;

    private static JobStep OfOtherStep(JobView job, AnalysisProgress progress) => progress.Step switch
    {
        AnalysisStep.Converting => new JobStep(
            Phase.Analyse, "Converting the clip",
            progress.At is { } at && job.Job.Video is { Duration.Ticks: > 0 } video ? Math.Min(1, at / video.Duration) : null,
            OfProgress(progress)),
        AnalysisStep.Sending => new JobStep(
            Phase.Analyse, progress.Service is null ? "Sending the clip" : $"Sending the clip to {progress.Service}",
            progress is { BytesSent: { } sent, BytesToSend: { } whole and > 0 } ? sent / (double)whole : null,
            [new Figure("Sent", $"{Format.Size(progress.BytesSent ?? 0)} of {Format.Size(progress.BytesToSend ?? 0)}")]),
        AnalysisStep.ReadingText when progress.Planned is { } all && progress.Done >= all && job.Job.Pictures.Count == 0 =>
            new JobStep(Phase.Decide, "Deciding", null, OfProgress(progress)),
        AnalysisStep.FindingPictures when progress.Planned is { } all && progress.Done >= all =>
            new JobStep(Phase.Decide, "Deciding", null, OfProgress(progress)),
        AnalysisStep.FindingPictures => new JobStep(
            Phase.Analyse, "Looking for the picture", ShareOf(progress), OfProgress(progress)),
        AnalysisStep.ReadingText => new JobStep(
            Phase.Analyse, progress.Service is null ? "Reading the text" : $"{progress.Service} is reading the text",
            ShareOf(progress), OfProgress(progress)),
        _ => new JobStep(
            Phase.Analyse, progress.Service is null ? "Waiting for a free slot" : $"Waiting for a free slot at {progress.Service}",
            null, OfClip(job)),
    };

    private static List<Figure> OfProgress(AnalysisProgress progress)
    {
        var figures = new List<Figure>();
        if (progress.Planned is { } planned)
            figures.Add(new Figure("Pictures", string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {planned}")));
        if (progress.At is { } at)
            figures.Add(new Figure("At second", at.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)));
        if (progress.Sightings is { } sightings)
            figures.Add(new Figure("Sightings so far", sightings.ToString(CultureInfo.InvariantCulture)));
        if (progress.Polls > 0)
            figures.Add(new Figure("Status checks", progress.Polls.ToString("N0", CultureInfo.InvariantCulture)));
        return figures;
    }

    private static IEnumerable<Figure> OfPlace(JobStatus? status) =>
        status?.Place is { } place ? [new Figure("Place in the queue", place.ToString(CultureInfo.InvariantCulture))] : [];

    private static List<Figure> OfClip(JobView job) => job.Job.Video is not { } video
        ? []
        :
        [
            new Figure("Length", Format.Clock(TimeSpan.FromSeconds(Math.Round(video.Duration.TotalSeconds, 1)))),
            new Figure("Picture", string.Create(CultureInfo.InvariantCulture, $"{video.Width} × {video.Height}")),
        ];
}
