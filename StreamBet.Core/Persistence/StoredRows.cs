namespace StreamBet.Core.Persistence;

/// <summary>A job's analysis, stored apart from the job because it is large and rarely read.</summary>
internal sealed class StoredAnalysis
{
    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The analysis as JSON in UTF-8, Brotli-compressed: a long clip has thousands of boxes.</summary>
    public required byte[] Content { get; set; }
}

/// <summary>The fingerprint of a job's clip.</summary>
internal sealed class StoredFingerprint
{
    /// <summary>Its number, from 1, in the order in which they were kept.</summary>
    public long Number { get; init; }

    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The fingerprint's bytes.</summary>
    public required byte[] Content { get; init; }
}

/// <summary>The receipt of an ended market, with what its proofs need.</summary>
internal sealed class StoredReceipt
{
    /// <summary>Its number in the chain, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The market.</summary>
    public required long MarketId { get; init; }

    /// <summary>The hash by which the next receipt refers to it, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The signed document, byte for byte.</summary>
    public required byte[] Document { get; init; }

    /// <summary>The secret that hides the stakes behind their digest; 32 bytes, never shown.</summary>
    public required byte[] Seed { get; init; }
}
