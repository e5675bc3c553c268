using System.Text.Json;

namespace StreamBet.Core.Receipts;

/// <summary>The chains of a server.</summary>
public enum ChainKind
{
    /// <summary>Of markets.</summary>
    Markets,

    /// <summary>Of verdicts without a market.</summary>
    Standalone,
}

/// <summary>A walk along a chain of receipts from its first one. It can be continued when the chain has grown, so that a check
/// doesn't verify the whole chain again. Not for use by several threads at a time.</summary>
/// <param name="key">The key that must have signed every receipt.</param>
/// <param name="kind">Which chain it is.</param>
public sealed class ChainWalk(ReceiptPublicKey key, ChainKind kind = ChainKind.Markets)
{
    private readonly HashSet<long> _decided = [];
    private readonly List<byte[]> _hashes = [];

    /// <summary>How many receipts were verified.</summary>
    public long Count => _hashes.Count;

    /// <summary>The hash of the last of them, 64 lower-case hex digits; null before the first.</summary>
    public string? Last { get; private set; }

    /// <summary>The number of the receipt with a hash; null if none of those verified has it.</summary>
    internal long? Find(string hash)
    {
        try
        {
            var sought = Convert.FromHexString(hash);
            var at = _hashes.FindIndex(one => one.AsSpan().SequenceEqual(sought));
            return at < 0 ? null : at + 1;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether this very receipt, byte for byte, was verified at the place that it names.</summary>
    internal bool Contains(IChainLink receipt) => Find(receipt.Hash) == receipt.Sequence;

    /// <summary>Verifies the next receipt; stays where it is if that is wrong.</summary>
    /// <returns>What is wrong, as a sentence; null if nothing is.</returns>
    internal string? Advance(ReadOnlyMemory<byte> bytes)
    {
        IChainLink link;
        try
        {
            link = kind == ChainKind.Standalone ? StandaloneReceipt.Parse(bytes) : Receipt.Parse(bytes);
        }
        catch (JsonException wrong)
        {
            return WrongKind(bytes)
                ?? $"What comes after number {Count} of the chain is not a receipt. {ReceiptText.Of(wrong)}";
        }

        if (!link.IsSignedBy(key))
            return $"What comes after number {Count} of the chain is not signed by the trusted key.";
        if (link.Sequence != Count + 1)
            return $"Number {Count + 1} of the chain is missing: number {link.Sequence} is in its place.";
        if (link.Previous != Last)
        {
            return $"Number {link.Sequence} of the chain does not name the receipt before it by its hash: that "
                + "one is not the one it was when this one was signed.";
        }

        if (link is Receipt { Content.Bet.Id: var id } && !_decided.Add(id))
            return $"Number {link.Sequence} of the chain decides bet {id} a second time.";
        Last = link.Hash;
        _hashes.Add(Convert.FromHexString(Last));
        return null;
    }

    private string? WrongKind(ReadOnlyMemory<byte> bytes) => (kind, StandaloneReceipt.IsClaimed(bytes)) switch
    {
        (ChainKind.Markets, true) =>
            $"What comes after number {Count} of the chain is of a verdict without a market; those have a chain of their own.",
        (ChainKind.Standalone, false) when IsOfMarket(bytes) =>
            $"What comes after number {Count} of the chain is the receipt of a market; those have a chain of their own.",
        _ => null,
    };

    private static bool IsOfMarket(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Receipt.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
