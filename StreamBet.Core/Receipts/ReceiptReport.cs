using StreamBet.Core.Findings;

namespace StreamBet.Core.Receipts;

/// <summary>The input for verifying a receipt. Data from others may be anything and is never trusted.</summary>
public sealed record ReceiptQuestion
{
    /// <summary>The bytes of the claimed receipt.</summary>
    public required ReadOnlyMemory<byte> Receipt { get; init; }

    /// <summary>The only trusted key.</summary>
    public required ReceiptPublicKey Key { get; init; }

    /// <summary>SHA-256 of the clip that is claimed to have decided, in lower-case hex; null to skip this
    /// check.</summary>
    public string? ClipSha256 { get; init; }

    /// <summary>The bytes of the claimed stake proof; null to skip this check.</summary>
    public byte[]? Stake { get; init; }

    /// <summary>The bytes of the claimed analysis; null to skip this check.</summary>
    public byte[]? Analysis { get; init; }

    /// <summary>What the analyzer can find; null assumes that it can find the criterion's labels.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>All receipts of the server, oldest first, as bytes; enumerated once. Null to skip this check.</summary>
    public IEnumerable<ReadOnlyMemory<byte>>? Chain { get; init; }

    /// <summary>A walk by the same key that has verified the receipts before those of <see cref="Chain"/>, and goes on from there;
    /// null if that begins with the first.</summary>
    public ChainWalk? Walked { get; init; }

    /// <summary>The hash of a receipt that was once the last of the chain; null to skip this check.</summary>
    public string? Head { get; init; }
}

/// <summary>The result of one check of a receipt.</summary>
/// <param name="Name">The check: form, signature, verdict, ending, payouts, clip, stake, analysis, chain or head.</param>
/// <param name="Passed">Whether it passed; null if it was skipped.</param>
/// <param name="Sentence">What was checked, or exactly what is wrong and what that means. May contain text from the
/// receipt.</param>
public sealed record ReceiptCheck(string Name, bool? Passed, string Sentence);

/// <summary>The results of all checks of a receipt.</summary>
/// <param name="Checks">The checks, in order.</param>
public sealed record ReceiptReport(IReadOnlyList<ReceiptCheck> Checks)
{
    /// <summary>Whether no check failed.</summary>
    public bool IsValid => Checks.All(check => check.Passed != false);
}
