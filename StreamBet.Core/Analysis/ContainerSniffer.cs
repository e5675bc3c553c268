namespace StreamBet.Core.Analysis;

/// <summary>Tells by a file's first bytes whether it can be an MP4, MOV or AVI at all, so that anything else is refused
/// before it is sent whole. Only the probe says what it really is.</summary>
public static class ContainerSniffer
{
    /// <summary>How many bytes are looked at.</summary>
    public const int BytesNeeded = 12;

    /// <summary>Whether a file that begins so may be one of the three.</summary>
    public static bool IsAccepted(ReadOnlySpan<byte> head) =>
        head.Length >= BytesNeeded && (IsMpeg4OrQuickTime(head) || IsAvi(head));

    // ISO base media and QuickTime files begin with the length and the type of their first box. MP4 and current MOV files
    // begin with ftyp; older MOV files with one of the others.
    private static bool IsMpeg4OrQuickTime(ReadOnlySpan<byte> head) =>
        head[4..8] is var type
        && (type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8)
            || type.SequenceEqual("wide"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8)
            || type.SequenceEqual("pnot"u8));

    private static bool IsAvi(ReadOnlySpan<byte> head) =>
        head[..4].SequenceEqual("RIFF"u8) && head[8..12].SequenceEqual("AVI "u8);
}
