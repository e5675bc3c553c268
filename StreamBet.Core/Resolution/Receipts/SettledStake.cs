using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace StreamBet.Core.Resolution.Receipts;

/// <summary>A stake in a decided market, as its receipt stands for it.</summary>
/// <param name="Id">Its number; the stakes of a receipt are in the order of it.</param>
/// <param name="PersonId">Who staked.</param>
/// <param name="Side">On which side.</param>
/// <param name="Amount">Whole credits, over 0.</param>
/// <param name="PlacedAt">When it was accepted.</param>
/// <param name="Returned">The credits that came back, 0 or more.</param>
public readonly record struct SettledStake(
    long Id, string PersonId, Outcome Side, long Amount, DateTimeOffset PlacedAt, long Returned)
{
    /// <summary>Bytes of the nonce that goes before a leaf's text.</summary>
    public const int NonceSize = 16;

    // Of everything in a leaf but the person: the prefix, the nonce, the time and three numbers at their longest.
    private const int MostBytesBeforePerson = 1 + NonceSize + 96;

    /// <summary>The bytes that a leaf's hash is made of are never longer than this.</summary>
    internal int MostLeafBytes => MostBytesBeforePerson + Encoding.UTF8.GetMaxByteCount(PersonId.Length);

    /// <summary>Hashes its leaf in the tree of the stakes: the nonce and "id|side|amount|time|person". The person comes
    /// last, so that no name can be taken for another field.</summary>
    internal void HashStake(IncrementalHash hash, ReadOnlySpan<byte> nonce, Span<byte> buffer, Span<byte> destination)
    {
        var side = Side == Outcome.Yes ? "YES" : "NO";
        Utf8.TryWrite(
            Begin(buffer, nonce), CultureInfo.InvariantCulture,
            $"{Id}|{side}|{Amount}|{PlacedAt.UtcDateTime:O}|{PersonId}", out var length);
        End(hash, buffer, length, destination);
    }

    /// <summary>Hashes its leaf in the tree of the payouts: the nonce and "id|returned".</summary>
    internal void HashPayout(IncrementalHash hash, ReadOnlySpan<byte> nonce, Span<byte> buffer, Span<byte> destination)
    {
        Utf8.TryWrite(
            Begin(buffer, nonce), CultureInfo.InvariantCulture, $"{Id}|{Returned}", out var length);
        End(hash, buffer, length, destination);
    }

    private static Span<byte> Begin(Span<byte> buffer, ReadOnlySpan<byte> nonce)
    {
        buffer[0] = MerkleTree.LeafPrefix;
        nonce.CopyTo(buffer[1..]);
        return buffer[(1 + NonceSize)..];
    }

    private static void End(IncrementalHash hash, Span<byte> buffer, int length, Span<byte> destination)
    {
        hash.AppendData(buffer[..(1 + NonceSize + length)]);
        hash.GetHashAndReset(destination);
    }
}
