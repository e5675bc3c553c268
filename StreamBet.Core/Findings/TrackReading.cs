namespace StreamBet.Core.Findings;

/// <summary>How to read a clip's track so that pictures and times match a player's. The defaults suit an ordinary
/// clip.</summary>
public sealed record TrackReading
{
    /// <summary>The index of the examined track in the file, from 0; null for the first video track.</summary>
    public int? Stream { get; init; }

    /// <summary>Whether a player mirrors the coded picture left to right before rotating it.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>The time in the file at which the clip starts: over 0 in a fragmented file that was saved from the
    /// middle of a stream. Times in the analysis start here; a browser's player counts from the file's 0.</summary>
    public TimeSpan ClockStart { get; init; }

    /// <summary>How many pictures late the decoder reports the pictures of an AVI, which stores no display times.</summary>
    public int LatePictures { get; init; }

    /// <summary>The transfer curve of the coded picture.</summary>
    public TransferCurve Transfer { get; init; }
}

/// <summary>How coded values map to light.</summary>
public enum TransferCurve
{
    /// <summary>An ordinary picture, shown as it is.</summary>
    Standard,

    /// <summary>HDR with hybrid log-gamma, as phones record it.</summary>
    Hlg,

    /// <summary>HDR with the perceptual quantizer (HDR10).</summary>
    Pq,
}
