using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media;

/// <summary>Faults common to all uses of ffmpeg; the tool's output goes only to the log.</summary>
internal static class MediaFaults
{
    private const string FfmpegMissing = "ffmpeg_missing";
    private const string InstallFfmpeg = "ffmpeg is not installed on this server. The operator must install it.";

    /// <summary>Refuses a request that needs ffmpeg.</summary>
    public static RefusedException RefusedWithoutFfmpeg() => new(
        new Refusal(RefusalKind.Unavailable, FfmpegMissing, InstallFfmpeg) { IsPassing = true });

    /// <summary>Fails an analysis that needs ffmpeg.</summary>
    public static AnalysisFailedException FailedWithoutFfmpeg(ToolMissingException cause) =>
        new(FfmpegMissing, InstallFfmpeg, cause) { IsPassing = true };

    /// <summary>No picture of the clip could be decoded.</summary>
    public static AnalysisFailedException NothingDecoded(ChildEnd end) => new(
        AnalysisFailedException.ClipDamaged,
        "No picture of this clip could be decoded. It is damaged; export or upload it again.", Cause(end));

    /// <summary>The file has more pictures after its stated end.</summary>
    public static AnalysisFailedException LongerThanDeclared() => new(
        AnalysisFailedException.ClipDamaged,
        "This clip is longer than its file says, so it could not be analysed completely. Export it again.");

    /// <summary>The decoder used more processor time than a clip with such a header can need.</summary>
    public static AnalysisFailedException UsedTooMuch(ChildEnd end) => new(
        AnalysisFailedException.ClipDamaged,
        "This clip takes far longer to decode than its file says, so decoding was stopped. Export it again, as 1080p or smaller.",
        Cause(end));

    /// <summary>The decoder produced no output for too long.</summary>
    public static AnalysisFailedException Stalled(ChildEnd end) => new(
        "decoder_stalled", "Decoding this clip stalled and was stopped. Try again, or export the clip again.", Cause(end))
    {
        IsPassing = true,
    };

    /// <summary>The decoder was stopped from outside.</summary>
    public static AnalysisFailedException Killed(ChildEnd end) => new(
        AnalysisFailedException.Interrupted,
        "Decoding this clip was interrupted before it was done. Upload the clip again.", Cause(end))
    {
        IsPassing = true,
    };

    /// <summary>How the tool ended, for the log.</summary>
    public static InvalidOperationException Cause(ChildEnd end) =>
        new($"ffmpeg ended with code {end.ExitCode}: {end.Complaints}");
}
