namespace StreamBet.Core.Media;

/// <summary>The video track that players show.</summary>
/// <param name="Track">The track to examine.</param>
/// <param name="IsFirst">Whether it is the first video track of the file, attached pictures aside.</param>
/// <param name="Doubt">Why players may show another one, as a sentence; null if they do not.</param>
internal sealed record TrackChoice(ReportedStream Track, bool IsFirst, string? Doubt)
{
    /// <summary>Chooses among a file's video tracks; null if there are none. Players show the first enabled one. Some skip
    /// a track with a single picture, a thumbnail, if there is another.</summary>
    public static TrackChoice? Of(ProbeReport report)
    {
        var tracks = report.VideoTracks;
        var enabled = tracks.Where(track => track.Disposition.Default != 0).ToList();
        var candidates = enabled.Count > 0 ? enabled : tracks;
        if (candidates.Count == 0)
            return null;
        var track = candidates.FirstOrDefault(candidate => candidate.IndexedPictures != "1") ?? candidates[0];
        return new TrackChoice(track, track == tracks[0], candidates.Count == 1 ? null : Doubtful(tracks, track));
    }

    private static string Doubtful(IReadOnlyList<ReportedStream> tracks, ReportedStream track) =>
        FormattableString.Invariant(
            $"The file has {tracks.Count} video tracks. Track {tracks.TakeWhile(other => other != track).Count() + 1} was ")
        + "examined; a player may show another one.";
}
