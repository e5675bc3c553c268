using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Packs;
using StreamBet.Core.Vision.Tracks;

namespace StreamBet.Core.Vision;

/// <summary>The result of examining a clip.</summary>
/// <param name="Signs">The evidence for each thing.</param>
/// <param name="Coverage">How much of the clip was examined.</param>
/// <param name="OutOfBounds">Why residues do not apply to the clip, as a sentence; null if they do.</param>
/// <param name="Fingerprint">The clip's fingerprint.</param>
internal sealed record Examination(
    IReadOnlyList<Sign> Signs, Coverage Coverage, string? OutOfBounds, ClipFingerprint Fingerprint);

/// <summary>Looks for things in one clip, with two workers.</summary>
internal sealed class ClipExamination(
    VisionModels models, VideoMetadata video, IAnalysisObserver observer, PackExamination? packs = null)
{
    private readonly FrameGeometry _geometry = new(video.Width, video.Height);
    private readonly SamplePlan _plan = new(video.Duration);
    private readonly SampleCollection _samples = new();
    private readonly DecodeReport _report = new();
    private readonly Lock _gate = new();

    /// <summary>Examines every sample and returns the result. In any case, every frame is released and no worker keeps
    /// running.</summary>
    public async Task<Examination> RunAsync(
        IFrameSource source, string path, CancellationToken cancellationToken)
    {
        await SampleWork.ShareAsync(
            stop => source.ReadAsync(
                path, video, CenterNetDetector.FrameSize, SamplePlan.SamplesPerSecond, _report, stop),
            [Examine, Examine], cancellationToken);
        lock (_gate)
        {
            return new Examination(
                _samples.ToSigns(),
                _plan.ToCoverage() with { DamagedPictures = _report.DamagedPictures },
                MeasuredBounds.Check(video, _samples.Pictures),
                ClipFingerprint.FromSamples(_report.Pictures));
        }
    }

    private void Examine(Frame frame)
    {
        packs?.Examine(frame.Index, frame.Rgb);
        Take(frame.Index, models.Examine(frame.Rgb, _geometry));
    }

    /// <summary>Adds a sample. The lock also serialises the calls to the observer.</summary>
    private void Take(int sample, SampleView view)
    {
        lock (_gate)
        {
            _samples.Add(sample, view);
            _plan.Mark(sample);
            observer.Report(new AnalysisProgress(
                _plan.Examined, _plan.Planned, _plan.Latest, _samples.Sightings, Polls: 0));
        }
    }
}
