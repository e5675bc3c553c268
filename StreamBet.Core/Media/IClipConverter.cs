using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Makes of a clip what Rekognition Video takes: an MP4 with H.264. Its times are the clip's, counted as those
/// of samples are: at second t it shows the picture that is on the clip's screen at second t.</summary>
internal interface IClipConverter
{
    /// <summary>Whether a clip is not such already: Rekognition takes H.264 alone, in MP4 and MOV alone.</summary>
    static bool IsNeeded(VideoMetadata video) =>
        video is not { Codec: "h264", Format: "QuickTime / MOV" or "mov,mp4,m4a,3gp,3g2,mj2" };

    /// <summary>Converts a clip. At most half as many as there are cores are converted at a time; others
    /// wait.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="video">What the probe said of it.</param>
    /// <param name="target">Where the MP4 is to be, in a folder that is there; a file that is there is replaced. Only
    /// this account can read it. Nothing is left of it when the task fails.</param>
    /// <param name="report">Hears which second of the clip is reached, some twice a second. The count begins anew where
    /// a faster way turned out not to do.</param>
    /// <param name="ct">Ends the conversion; its child process is gone when the task ends.</param>
    /// <returns>How many pictures were damaged in the clip and patched up, see <see
    /// cref="DecodeReport.DamagedPictures"/>.</returns>
    /// <exception cref="AnalysisFailedException">It could not be converted, or not whole; the sentence says
    /// why.</exception>
    Task<int> ConvertAsync(
        string source, VideoMetadata video, string target, Action<TimeSpan> report, CancellationToken ct);

    /// <summary>Says whether the encoder is missing from ffmpeg; empty when it is there. That ffmpeg is missing is for
    /// <see cref="IClipProbe.FindMissingPartsAsync"/> to say. Looks again until it is found.</summary>
    Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct);
}
