using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Tracks;

/// <summary>Evidence for a class at one place of one sample, including the support of its track.</summary>
/// <param name="Class">The class number in <see cref="CocoClasses"/>.</param>
/// <param name="Sample">The sample's number.</param>
/// <param name="Box">The place.</param>
/// <param name="Evidence">The evidence against a NO, in log odds.</param>
/// <param name="Guarded">The evidence for a YES, in log odds; null if it is only a doubt.</param>
/// <param name="IsUnsupported">Whether it must not prove the label, however strong it is.</param>
internal readonly record struct Sign(
    int Class, int Sample, Box Box, double Evidence, double? Guarded, bool IsUnsupported);

/// <summary>Derives signs from tracks.</summary>
/// <remarks>Look-alikes share their evidence as doubts: a certain vehicle may be a car, a bus or a truck, and an animal
/// of which the models are unsure may be another animal. How much they share was chosen on the clips named in
/// docs/recognition.md, so that few markets stay undecided because of it.</remarks>
internal static class Signs
{
    /// <summary>Evidence is capped at this value.</summary>
    private const double Ceiling = 4;

    /// <summary>How much weaker a thing's evidence is for its look-alike, when the models are sure of the thing and
    /// when they are not.</summary>
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
