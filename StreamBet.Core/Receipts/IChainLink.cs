namespace StreamBet.Core.Receipts;

/// <summary>A receipt of either kind, as a link of its chain.</summary>
internal interface IChainLink
{
    /// <summary>Its number in the chain, from 1.</summary>
    long Sequence { get; }

    /// <summary>The hash of the receipt before it; null in the first.</summary>
    string? Previous { get; }

    /// <summary>SHA-256 of all its bytes, 64 lower-case hex digits.</summary>
    string Hash { get; }

    /// <summary>The id of the key that claims to have signed it.</summary>
    string KeyId { get; }

    /// <summary>Whether exactly this key signed it.</summary>
    bool IsSignedBy(ReceiptPublicKey key);
}
