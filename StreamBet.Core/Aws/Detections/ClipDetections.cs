using System.Globalization;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Aws.Detections;

/// <summary>One attempt at a clip: which detections of it were started. They run one after the other. Not
/// thread-safe.</summary>
/// <param name="request">What is to be analysed.</param>
/// <param name="copy">The clip in its bucket.</param>
/// <param name="observer">Receives the progress, and stores the ids.</param>
internal sealed class ClipDetections(AnalysisRequest request, ClipCopy copy, IAnalysisObserver observer)
{
    private DetectionIds _ids = DetectionIds.Parse(request.ProviderJobId);

    /// <summary>The job of the clip.</summary>
    public Guid JobId => request.JobId;

    /// <summary>The clip in its bucket.</summary>
    public ClipCopy Copy => copy;

    /// <summary>The id of the Rekognition job of a kind; null if it was not started yet.</summary>
    public string? IdOf(DetectionKind kind) => _ids.Of(kind);

    /// <summary>The token with which a kind is started: the same however often it is tried in this attempt.</summary>
    public string TokenOf(DetectionKind kind) => string.Create(
        CultureInfo.InvariantCulture, $"{request.JobId:N}-{request.Attempt}{(kind == DetectionKind.Text ? "-text" : "")}");

    /// <summary>Stores the id of a Rekognition job durably, beside those before it.</summary>
    public async Task RememberAsync(DetectionKind kind, string id, CancellationToken cancellationToken)
    {
        _ids = _ids.With(kind, id);
        await observer.RememberProviderJobAsync(_ids.ToString(), cancellationToken);
    }

    /// <summary>Reports that it waits for a slot.</summary>
    public void ReportWaiting() => Report(AnalysisStep.WaitingForSlot, 0);

    /// <summary>Reports that Rekognition works on it.</summary>
    /// <param name="kind">What Rekognition does.</param>
    /// <param name="polls">How many times it was asked.</param>
    public void ReportPoll(DetectionKind kind, int polls) =>
        Report(kind == DetectionKind.Text ? AnalysisStep.ReadingText : AnalysisStep.Examining, polls);

    private void Report(AnalysisStep step, int polls) => observer.Report(new AnalysisProgress(0, null, null, null, polls)
    {
        Step = step,
        Service = DetectionRunner.Service,
    });
}
