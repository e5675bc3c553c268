using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Core.Vision.Tracks;

/// <summary>One thing on one sample.</summary>
/// <param name="Sample">The sample's number.</param>
/// <param name="Seen">The models' scores for it.</param>
/// <param name="Evidence">The evidence for it, in log odds.</param>
/// <param name="Guarded">The same after the guards against a wrong YES.</param>
internal readonly record struct TrackPoint(int Sample, Candidate Seen, double Evidence, double Guarded);

/// <summary>One thing over the samples of a clip, in time order.</summary>
/// <remarks>A point's figure is the mean of its own evidence and the best of the track's other points, so the track's
/// best figure is the mean of its two best samples. Chosen on clips with known contents: using three or five samples
/// finds fewer things at the same error rate, and counting the samples is worse, because static errors last
/// longest.</remarks>
internal sealed class Track(int coco)
{
    /// <summary>Replaces the second sample of a thing that was seen once.</summary>
    private const double Missing = -4;

    /// <summary>A person is taken for an animal if an animal is about as likely on more than this share of the
    /// samples.</summary>
    private const double ContestedShare = 0.5;

    private static readonly int Person = CocoClasses.NumberOf("person");

    private readonly List<TrackPoint> _points = [];

    /// <summary>Its class number in <see cref="CocoClasses"/>.</summary>
    public int Class => coco;

    /// <summary>Its points, in time order.</summary>
    public IReadOnlyList<TrackPoint> Points => _points;

    /// <summary>Whether it proves nothing by itself: it was seen on only one sample, which is as often an error as a
    /// thing; or it is a person where the models mostly also see an animal.</summary>
    public bool IsUnsupported => _points.Count == 1 || (coco == Person && CountContested() > ContestedShare * _points.Count);

    /// <summary>The best figure of the evidence.</summary>
    public double Evidence => MeanOfBest(_points.Select(point => point.Evidence));

    /// <summary>The best figure of the guarded evidence.</summary>
    public double Guarded => MeanOfBest(_points.Select(point => point.Guarded));

    /// <summary>Adds the thing on a later sample.</summary>
    public void Add(TrackPoint point) => _points.Add(point);

    /// <summary>Each point with its figures.</summary>
    public IEnumerable<(TrackPoint Point, double Evidence, double Guarded)> Figures()
    {
        var evidence = BestOthers(_points.ConvertAll(point => point.Evidence));
        var guarded = BestOthers(_points.ConvertAll(point => point.Guarded));
        for (var i = 0; i < _points.Count; i++)
            yield return (_points[i], (_points[i].Evidence + evidence(i)) / 2, (_points[i].Guarded + guarded(i)) / 2);
    }

    private int CountContested() => _points.Count(point => Detection.Evidence.IsContested(point.Seen));

    private static double MeanOfBest(IEnumerable<double> values) =>
        values.OrderDescending().Append(Missing).Take(2).Average();

    /// <summary>The best of all values except the one at an index.</summary>
    private static Func<int, double> BestOthers(List<double> values)
    {
        var best = values.IndexOf(values.Max());
        var second = Missing;
        if (values.Count > 1)
            second = values.Where((_, at) => at != best).Max();
        return at => at == best ? second : values[best];
    }
}
