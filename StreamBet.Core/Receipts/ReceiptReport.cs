using StreamBet.Core.Findings;

namespace StreamBet.Core.Receipts;

/// <summary>What is to be found out about a receipt. Whatever comes from others may be anything: it is never
/// trusted.</summary>
public sealed record ReceiptQuestion
{
    /// <summary>The bytes that are said to be a receipt.</summary>
    public required ReadOnlyMemory<byte> Receipt { get; init; }

    /// <summary>The only key that is trusted.</summary>
    public required ReceiptPublicKey Key { get; init; }

    /// <summary>SHA-256 of the clip that is said to have decided, in lower-case hex; null: not asked.</summary>
    public string? ClipSha256 { get; init; }

    /// <summary>The bytes that are said to be the proof of a stake; null: not asked.</summary>
    public byte[]? Stake { get; init; }

    /// <summary>The bytes that are said to be the analysis; null: not asked.</summary>
    public byte[]? Analysis { get; init; }

    /// <summary>What the analyzer could have found; null takes it that it could find what the criterion
    /// names.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>All receipts of the server, oldest first, each as its bytes; read once. Null: not asked.</summary>
    public IEnumerable<ReadOnlyMemory<byte>>? Chain { get; init; }

    /// <summary>The hash of the chain's last receipt as somebody kept it at some time; null: not asked.</summary>
    public string? Head { get; init; }
}

/// <summary>One thing that was found out about a receipt.</summary>
/// <param name="Name">What was checked, in a word: form, signature, verdict, payouts, clip, stake, analysis, chain or
/// head.</param>
/// <param name="Passed">Whether it is as it should be; null when it was not asked.</param>
/// <param name="Sentence">What was checked, or exactly what is wrong and what that means. It may hold text of the
/// receipt.</param>
public sealed record ReceiptCheck(string Name, bool? Passed, string Sentence);

/// <summary>All that was found out about a receipt.</summary>
/// <param name="Checks">Each check, in the order in which it was made.</param>
public sealed record ReceiptReport(IReadOnlyList<ReceiptCheck> Checks)
{
    /// <summary>Whether nothing that was asked is wrong.</summary>
    public bool IsValid => Checks.All(check => check.Passed != false);
}
