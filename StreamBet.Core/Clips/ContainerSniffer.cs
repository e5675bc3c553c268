namespace StreamBet.Core.Clips;

/// <summary>Tells from a file's first bytes whether it can be a clip at all, so that an upload of something else ends
/// before it has begun. It promises nothing more: only the probe knows.</summary>
public static class ContainerSniffer
{
    /// <summary>How many of the first bytes are enough.</summary>
    public const int BytesNeeded = 12;

    /// <summary>Whether the file looks like MP4, MOV or AVI. False for fewer than <see cref="BytesNeeded"/>
    /// bytes.</summary>
    public static bool IsAccepted(ReadOnlySpan<byte> head) => Recognise(head) is not null;

    /// <summary>The family of containers that the first bytes show; null when it is none that is taken.</summary>
    internal static ClipContainer? Recognise(ReadOnlySpan<byte> head)
    {
        if (head.Length < BytesNeeded)
            return null;
        if (head[..4].SequenceEqual("RIFF"u8))
            return head[8..12].SequenceEqual("AVI "u8) ? ClipContainer.Avi : null;
        return IsFirstBox(head[4..8]) ? ClipContainer.Mp4OrMov : null;
    }

    // ISO/IEC 14496-12 wants ftyp first; QuickTime files, older ones above all, begin with any of the others.
    private static bool IsFirstBox(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8)
        || type.SequenceEqual("wide"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8)
        || type.SequenceEqual("pnot"u8);
}

/// <summary>A family of containers.</summary>
internal enum ClipContainer
{
    /// <summary>MP4 and MOV are one format with two names.</summary>
    Mp4OrMov,

    /// <summary>AVI.</summary>
    Avi,
}
