using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Converts a clip to what Rekognition Video accepts: an MP4 with H.264. The result keeps the clip's times: at
/// second t it shows the picture that a player of the clip shows at second t.</summary>
internal interface IClipConverter
{
    /// <summary>Whether a clip must be converted: Rekognition accepts only H.264, and only in MP4 or MOV. A track that needs
    /// a special reading is converted too, so that Rekognition sees the pictures and times of a player.</summary>
    static bool IsNeeded(VideoMetadata video) =>
        video is not { Codec: "h264", Format: "QuickTime / MOV" or "mov,mp4,m4a,3gp,3g2,mj2", Doubt: null }
        || video.Reading != new TrackReading();

    /// <summary>Converts a clip. At most one conversion per two cores runs at a time; the others wait.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="video">The probe's result.</param>
    /// <param name="target">The path of the MP4, in an existing folder; an existing file is replaced. Only this account
    /// can read the file. It is removed when the task fails.</param>
    /// <param name="report">Called about twice a second with the time reached in the clip. The time starts again from 0
    /// when copying turns out to be impossible and the clip is encoded instead.</param>
    /// <param name="ct">Cancels the conversion; its child process has exited when the task ends.</param>
    /// <returns>The number of damaged pictures in the clip, see <see cref="DecodeReport.DamagedPictures"/>.</returns>
    /// <exception cref="AnalysisFailedException">The clip could not be converted from start to end; the message says
    /// why.</exception>
    Task<int> ConvertAsync(
        string source, VideoMetadata video, string target, Action<TimeSpan> report, CancellationToken ct);

    /// <summary>The encoder, if this ffmpeg lacks it; empty otherwise. A missing ffmpeg is reported by
    /// <see cref="IClipProbe.FindMissingPartsAsync"/>. Checks again on every call until the encoder is found.</summary>
    Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct);
}
