using System.Text.Json;

namespace StreamBet.Core.Receipts;

/// <summary>A walk along a chain of receipts from its first one. It can be continued when the chain has grown, so that a check
/// doesn't verify the whole chain again. Not for use by several threads at a time.</summary>
/// <param name="key">The key that must have signed every receipt.</param>
public sealed class ChainWalk(ReceiptPublicKey key)
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
    internal bool Contains(Receipt receipt) => Find(receipt.Hash) == receipt.Content.Sequence;

    /// <summary>Verifies the next receipt; stays where it is if that is wrong.</summary>
    /// <returns>What is wrong, as a sentence; null if nothing is.</returns>
    internal string? Advance(ReadOnlyMemory<byte> bytes)
    {
        Receipt link;
        try
        {
            link = Receipt.Parse(bytes);
        }
        catch (JsonException wrong)
        {
            return $"What comes after number {Count} of the chain is not a receipt. {ReceiptText.Of(wrong)}";
        }

        var content = link.Content;
        if (!link.IsSignedBy(key))
            return $"What comes after number {Count} of the chain is not signed by the trusted key.";
        if (content.Sequence != Count + 1)
            return $"Number {Count + 1} of the chain is missing: number {content.Sequence} is in its place.";
        if (content.Previous != Last)
        {
            return $"Number {content.Sequence} of the chain does not name the receipt before it by its hash: that "
                + "one is not the one it was when this one was signed.";
        }

        if (!_decided.Add(content.Bet.Id))
            return $"Number {content.Sequence} of the chain decides bet {content.Bet.Id} a second time.";
        Last = link.Hash;
        _hashes.Add(Convert.FromHexString(Last));
        return null;
    }
}
