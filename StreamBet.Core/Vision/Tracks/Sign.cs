using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Tracks;

/// <summary>What speaks for a class at one place of one sample, with the support of its track.</summary>
/// <param name="Class">The class's number among <see cref="CocoClasses"/>.</param>
/// <param name="Sample">The sample's number.</param>
/// <param name="Box">Where.</param>
/// <param name="Evidence">Against a NO, in log odds.</param>
/// <param name="Guarded">For a YES, in log odds; null where it is a doubt and nothing more.</param>
/// <param name="IsUnsupported">Whether it must not be proved however strong it is.</param>
internal readonly record struct Sign(
    int Class, int Sample, Box Box, double Evidence, double? Guarded, bool IsUnsupported);

/// <summary>Draws signs from tracks.</summary>
/// <remarks>Look-alikes share their evidence on the side of the doubt: what is surely a vehicle may be a car, a bus or
/// a truck, and what is an animal of which the models are not sure may be another animal. How much they share was
/// chosen on the clips that docs/recognition.md names, so that it costs few undecided markets.</remarks>
internal static class Signs
{
    /// <summary>Evidence above this is no surer.</summary>
    private const double Ceiling = 4;

    /// <summary>How much less a thing's evidence says of its look-alike: where the models are sure of the thing itself,
    /// and where they are not.</summary>
    private const double SureDistance = 5;

    private const double UnsureDistance = 4;

    /// <summary>All signs of the tracks.</summary>
    public static IReadOnlyList<Sign> Of(IReadOnlyList<Track> tracks)
    {
        var sure = tracks.Where(track => !track.IsUnsupported && track.Guarded > Detection.Evidence.Decisive)
            .Select(track => track.Class).ToHashSet();
        return [.. tracks.SelectMany(Own), .. tracks.SelectMany(track => Shared(track, sure.Contains(track.Class)))];
    }

    private static IEnumerable<Sign> Own(Track track)
    {
        var isUnsupported = track.IsUnsupported;
        return track.Figures().Select(figures => new Sign(
            track.Class, figures.Point.Sample, figures.Point.Seen.Box,
            figures.Evidence, figures.Guarded, isUnsupported));
    }

    private static IEnumerable<Sign> Shared(Track track, bool isSure)
    {
        int[] others =
        [
            .. LookAlikes.OtherVehicles(track.Class),
            .. (isSure ? [] : LookAlikes.OtherAnimals(track.Class)),
        ];
        var distance = isSure ? SureDistance : UnsureDistance;
        return
            from other in others
            where CocoClasses.All[other].IsValidated
            from figures in track.Figures()
            select new Sign(
                other, figures.Point.Sample, figures.Point.Seen.Box,
                Math.Min(figures.Evidence, Ceiling) - distance, Guarded: null, IsUnsupported: true);
    }
}
