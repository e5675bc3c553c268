namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>What is kept of a clip so that people can check a NO, or decide for themselves: small frames at evenly spaced
/// times, and what was seen in it. One sheet serves all markets of the clip.</summary>
/// <param name="Frames">Its frames, in order of time; empty if none could be taken.</param>
/// <param name="Seen">What was seen in the clip, most confident first.</param>
public sealed record ContactSheet(IReadOnlyList<SheetFrame> Frames, IReadOnlyList<SeenLabel> Seen)
{
    /// <summary>The maximum width of its frames, in pixels.</summary>
    public const int MaxWidth = 320;

    /// <summary>The frame at exactly this time; null if it has none.</summary>
    public SheetFrame? FrameAt(TimeSpan at) => Frames.FirstOrDefault(frame => frame.At == at);

    /// <summary>The frame closest to a time, the earlier of two; null if it has no frames.</summary>
    public SheetFrame? Nearest(TimeSpan at) => Frames.MinBy(frame => (frame.At - at).Duration());
}

/// <summary>A frame of a contact sheet.</summary>
/// <param name="At">Its time from the start of the clip.</param>
/// <param name="Sha256">SHA-256 of its JPEG, 64 lower-case hex digits.</param>
public sealed record SheetFrame(TimeSpan At, string Sha256);
