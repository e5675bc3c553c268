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
/// <param name="Fingerprint">The clip's fingerprints, and the parts from which no absence can be told.</param>
internal sealed record Examination(
    IReadOnlyList<Sign> Signs, Coverage Coverage, string? OutOfBounds, TakenFingerprint Fingerprint);

/// <summary>Looks for things in one clip, with two workers of its own or on the samples that another examination reads.</summary>
/// <param name="models">The models.</param>
/// <param name="video">The clip's properties.</param>
/// <param name="observer">Receives the progress; null if somebody else tells it.</param>
/// <param name="packs">The operator's detectors; null if there are none.</param>
internal sealed class ClipExamination(
    VisionModels models, VideoMetadata video, IAnalysisObserver? observer, PackExamination? packs = null)
{
    /// <summary>The side of the samples that it examines, in pixels.</summary>
    public const int FrameSize = CenterNetDetector.FrameSize;

    private readonly FrameGeometry _geometry = new(video.Width, video.Height);
    private readonly SamplePlan _plan = new(video.Duration);
    private readonly SampleCollection _samples = new();
    private readonly TurnedLook _turned = new(models, video);
    private readonly Lock _gate = new();

    /// <summary>What the decoder reports about its samples.</summary>
    public DecodeReport Report { get; } = new() { TakesFinePictures = TakenFingerprint.HasFine(video) };

    /// <summary>What the latest sample shows, before neighbouring samples confirm it.</summary>
    public IReadOnlyList<FirstSight> Seen { get; private set; } = [];

    /// <summary>The number of sightings so far, before neighbouring samples confirm them.</summary>
    public int Sightings
    {
        get
        {
            lock (_gate)
            {
                return _samples.Sightings;
            }
        }
    }

    /// <summary>Examines every sample and returns the result. In any case, every frame is released and no worker keeps
    /// running.</summary>
    public async Task<Examination> RunAsync(
        IFrameSource source, string path, CancellationToken cancellationToken)
    {
        await SampleWork.ShareAsync(
            stop => source.ReadAsync(path, video, FrameSize, SamplePlan.SamplesPerSecond, Report, stop),
            [Examine, Examine], cancellationToken);
        return ToResult();
    }

    /// <summary>The result, once every sample has been examined.</summary>
    public Examination ToResult()
    {
        lock (_gate)
        {
            var fingerprint = TakenFingerprint.Of(Report.Pictures, Report.FinePictures);
            return new Examination(
                _samples.ToSigns(),
                _plan.ToCoverage() with { DamagedPictures = Report.DamagedPictures },
                MeasuredBounds.Check(video, Report.Pictures),
                _turned.IsTurned
                    ? fingerprint with { Unclear = [new UnclearStretch(Unclarity.Turned, TimeSpan.Zero, video.Duration), .. fingerprint.Unclear] }
                    : fingerprint);
        }
    }

    /// <summary>Examines a sample, whose first size is <see cref="FrameSize"/>. Thread-safe.</summary>
    public void Examine(Frame frame)
    {
        packs?.Examine(frame.Index, frame.Rgb);
        var seen = models.Detect(frame.Rgb, _geometry);
        _turned.Examine(frame.Index, frame.Rgb, seen);
        Take(frame.Index, seen);
    }

    /// <summary>Adds a sample. The lock also serialises the calls to the observer.</summary>
    private void Take(int sample, IReadOnlyList<Candidate> seen)
    {
        lock (_gate)
        {
            _samples.Add(sample, seen);
            _plan.Mark(sample);
            if (SamplePlan.TimeOf(sample) == _plan.Latest)
                Seen = FirstSights.Of(seen);
            observer?.Report(new AnalysisProgress(_plan.Examined, _plan.Planned, _plan.Latest, _samples.Sightings, Polls: 0)
            {
                Seen = Seen,
            });
        }
    }
}
