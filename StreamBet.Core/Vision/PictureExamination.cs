using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Pictures;

namespace StreamBet.Core.Vision;

/// <summary>A reference picture that is ready to be looked for.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="Template">What is compared with the samples.</param>
/// <param name="CanBeDisproved">Whether it is surely opaque.</param>
internal sealed record SoughtPicture(string Sha256, PictureTemplate Template, bool CanBeDisproved);

/// <summary>Looks for reference pictures in a clip's samples.</summary>
/// <param name="sought">The pictures.</param>
/// <param name="video">The result of the probe.</param>
/// <param name="observer">Receives the progress.</param>
internal sealed class PictureExamination(
    IReadOnlyList<SoughtPicture> sought, VideoMetadata video, IAnalysisObserver observer)
{
    /// <summary>The longest side of the pictures compared, in pixels; small clips are not enlarged.</summary>
    public const int MaxSide = 640;

    private const int Workers = 2;

    private readonly int _size = Math.Min(MaxSide, Math.Max(video.Width, video.Height));
    private readonly SamplePlan _plan = new(video.Duration);
    private readonly SortedDictionary<int, PictureMatch?[]> _matches = [];
    private readonly DecodeReport _report = new();
    private readonly Lock _gate = new();

    /// <summary>Searches every sample and returns the result. In any case, every frame is released and no worker keeps
    /// running.</summary>
    public async Task<PictureFindings> RunAsync(IFrameSource source, string path, CancellationToken cancellationToken)
    {
        await SampleWork.ShareAsync(
            stop => source.ReadAsync(path, video, _size, SamplePlan.SamplesPerSecond, _report, stop),
            [.. Enumerable.Repeat<Action<Frame>>(Search, Workers)],
            cancellationToken);
        return ToFindings();
    }

    private void Search(Frame frame)
    {
        var sample = GreySamples.OfSample(frame.Rgb.Span, _size, Letterbox.Fit(video.Width, video.Height, _size));
        var found = sought.Select(picture => picture.Template.Find(sample)).ToArray();
        lock (_gate)
        {
            _matches[frame.Index] = found;
            _plan.Mark(frame.Index);
            observer.Report(new AnalysisProgress(_plan.Examined, _plan.Planned, _plan.Latest, Sightings: null, Polls: 0)
            {
                Step = AnalysisStep.FindingPictures,
            });
        }
    }

    private PictureFindings ToFindings()
    {
        lock (_gate)
        {
            return new PictureFindings(
                [.. sought.Select(ToPicture)], _plan.ToCoverage() with { DamagedPictures = _report.DamagedPictures });
        }
    }

    private DetectedPicture ToPicture(SoughtPicture picture, int place)
    {
        var outOfBounds = picture.CanBeDisproved
            ? PictureCertainty.OutOfBounds(video)
            : "The picture has no box or outline of its own, so the analyzer can't say that it was not there.";
        return new DetectedPicture(picture.Sha256, SightingsOf(place))
        {
            Residue = outOfBounds is null ? PictureCertainty.Residue : null,
            OutOfBounds = outOfBounds,
        };
    }

    private List<Sighting> SightingsOf(int place)
    {
        var sightings = new List<Sighting>();
        foreach (var (index, found) in _matches)
        {
            if (found[place] is not { } match)
                continue;
            var (confidence, doubt) = PictureCertainty.Judge(
                match.Likeness, Math.Max(LikenessAt(index - 1, place), LikenessAt(index + 1, place)));
            if (doubt >= Sighting.MinDoubt)
            {
                sightings.Add(new Sighting(
                    SamplePlan.TimeOf(index), confidence, [new Instance(match.Box, Math.Max(0, 100 * match.Likeness))])
                {
                    Doubt = doubt,
                });
            }
        }

        return sightings;
    }

    private double LikenessAt(int index, int place) =>
        _matches.TryGetValue(index, out var found) && found[place] is { } match ? match.Likeness : -1;
}
