namespace StreamBet.Core.Clips;

/// <summary>Checks whether a file's first bytes could be a clip's, so that other uploads end early. Passing guarantees
/// nothing; only the probe is reliable.</summary>
public static class ContainerSniffer
{
    /// <summary>How many of the first bytes are needed.</summary>
    public const int BytesNeeded = 12;

    /// <summary>Whether the file looks like MP4, MOV or AVI. False for fewer than <see cref="BytesNeeded"/>
    /// bytes.</summary>
    public static bool IsAccepted(ReadOnlySpan<byte> head) => Recognise(head) is not null;

    /// <summary>The container family that the first bytes show; null if it is not accepted.</summary>
    internal static ClipContainer? Recognise(ReadOnlySpan<byte> head)
    {
        if (head.Length < BytesNeeded)
            return null;
        if (head[..4].SequenceEqual("RIFF"u8))
            return head[8..12].SequenceEqual("AVI "u8) ? ClipContainer.Avi : null;
        return IsFirstBox(head[4..8]) ? ClipContainer.Mp4OrMov : null;
    }

    // ISO/IEC 14496-12 requires ftyp first; QuickTime files, especially older ones, start with any of the others.
    private static bool IsFirstBox(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8)
        || type.SequenceEqual("wide"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8)
        || type.SequenceEqual("pnot"u8);
}

/// <summary>A family of containers.</summary>
internal enum ClipContainer
{
    /// <summary>MP4 and MOV, which are one format with two names.</summary>
    Mp4OrMov,

    /// <summary>AVI.</summary>
    Avi,
}
