using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Core.Vision;

/// <summary>The text read in a clip, and by whom.</summary>
/// <param name="Findings">The text.</param>
/// <param name="Readers">The models of the readers, in order.</param>
internal sealed record TextExaminationResult(TextFindings Findings, IReadOnlyList<ModelIdentity> Readers);

/// <summary>Reads the text in one clip, with two workers.</summary>
/// <param name="models">The first reader.</param>
/// <param name="seconds">Starts second readers.</param>
/// <param name="video">The clip's properties.</param>
/// <param name="observer">Receives the progress.</param>
/// <param name="things">Looks for things on the same samples, so that the clip is decoded once; null if nobody does.</param>
internal sealed class TextExamination(
    TextModels models, SecondReaders seconds, VideoMetadata video, IAnalysisObserver observer, ClipExamination? things = null)
{
    /// <summary>The longest side of the pictures in which text is read, in pixels. Smaller ones are not enlarged.</summary>
    public const int MaxSide = 1280;

    private const int Workers = 2;

    private readonly int _size = Math.Min(MaxSide, Math.Max(video.Width, video.Height));
    private readonly SamplePlan _plan = new(video.Duration);
    private readonly TextCollection _texts = new(TextCertainty.Shipped);
    private readonly DecodeReport _report = things?.Report ?? new DecodeReport();
    private readonly Lock _gate = new();

    /// <summary>Reads every sample and returns the result. In any case, every frame is released and no worker keeps
    /// running.</summary>
    public async Task<TextExaminationResult> RunAsync(
        IFrameSource source, string path, CancellationToken cancellationToken)
    {
        var second = Enumerable.Range(0, Workers).Select(_ => seconds.TryStart()).OfType<ISecondReader>().ToList();
        try
        {
            // With too few engines for all workers, none is used: a clip must not be read by halves.
            var pairs = Enumerable.Range(0, Workers)
                .Select(i => new LineReader(models, second.Count == Workers ? second[i] : null));
            int[] sizes = things is null ? [_size] : [ClipExamination.FrameSize, _size];
            await SampleWork.TakeTurnsAsync(
                stop => source.ReadAsync(path, video, sizes, SamplePlan.SamplesPerSecond, _report, stop),
                [.. pairs.Select(reader => (Action<Frame>)(frame => Read(frame, reader)))],
                cancellationToken);
            return ToResult(second.Count == Workers ? second[0].Identity : null);
        }
        finally
        {
            second.ForEach(reader => reader.Dispose());
        }
    }

    private void Read(Frame frame, LineReader reader)
    {
        things?.Examine(frame);
        var picture = new RgbPicture(frame.LastRgb, _size, Letterbox.Fit(video.Width, video.Height, _size));
        var read = reader.Read(picture);
        lock (_gate)
        {
            _texts.Add(SamplePlan.TimeOf(frame.Index), picture, read);
            _plan.Mark(frame.Index);
            observer.Report(new AnalysisProgress(_plan.Examined, _plan.Planned, _plan.Latest, things?.Sightings, Polls: 0)
            {
                Step = AnalysisStep.ReadingText,
                Seen = things?.Seen ?? [],
            });
        }
    }

    private TextExaminationResult ToResult(ModelIdentity? second)
    {
        lock (_gate)
        {
            var outOfBounds = TextBounds.Check(video, _texts.IsCut);
            var findings = new TextFindings(
                _texts.ToLines(),
                _plan.ToCoverage() with { DamagedPictures = _report.DamagedPictures },
                second is null ? [TextRecognizer.Name] : [TextRecognizer.Name, second.Name])
            {
                Residue = outOfBounds is null ? TextCertainty.Shipped.Residue : null,
                OutOfBounds = outOfBounds,
            };
            return new TextExaminationResult(findings, second is null ? models.Identities : [.. models.Identities, second]);
        }
    }
}
