using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>A stake in a decided market, as its receipt stands for it.</summary>
/// <param name="Id">Its number; the stakes of a receipt are in the order of it.</param>
/// <param name="PersonId">Who staked.</param>
/// <param name="Side">On which side.</param>
/// <param name="Amount">Whole credits, over 0.</param>
/// <param name="PlacedAt">When it was accepted.</param>
/// <param name="Returned">The credits that were returned, 0 or more.</param>
public readonly record struct SettledStake(
    long Id, string PersonId, Outcome Side, long Amount, DateTimeOffset PlacedAt, long Returned)
{
    /// <summary>Bytes of the nonce that goes before a leaf's text.</summary>
    public const int NonceSize = 16;

    // Of everything in a leaf but the person: the prefix, the nonce, the time and three numbers at their longest.
    private const int MaxBytesBeforePerson = 1 + NonceSize + 96;

    /// <summary>The bytes that a leaf's hash is made of are never longer than this.</summary>
    internal int MaxLeafBytes => MaxBytesBeforePerson + Encoding.UTF8.GetMaxByteCount(PersonId.Length);

    /// <summary>Hashes its leaf in the tree of the stakes: the nonce and "id|side|amount|time|person". The person comes
    /// last, so that no name can be taken for another field.</summary>
    internal void HashStake(IncrementalHash hash, ReadOnlySpan<byte> nonce, Span<byte> buffer, Span<byte> destination)
    {
        var rest = Begin(buffer, nonce);
        rest = Put(rest, Id);
        rest = Put(rest, Side == Outcome.Yes ? "|YES|"u8 : "|NO|"u8);
        rest = Put(rest, Amount);
        rest = Put(rest, "|"u8);
        PlacedAt.UtcDateTime.TryFormat(rest, out var length, "O", CultureInfo.InvariantCulture);
        rest = Put(rest[length..], "|"u8);
        rest = rest[Encoding.UTF8.GetBytes(PersonId, rest)..];
        End(hash, buffer[..^rest.Length], destination);
    }

    /// <summary>Hashes its leaf in the tree of the payouts: the nonce and "id|returned".</summary>
    internal void HashPayout(IncrementalHash hash, ReadOnlySpan<byte> nonce, Span<byte> buffer, Span<byte> destination)
    {
        var rest = Put(Begin(buffer, nonce), Id);
        rest = Put(Put(rest, "|"u8), Returned);
        End(hash, buffer[..^rest.Length], destination);
    }

    // Each puts something at the front and gives what is left. An interpolated string would box every number.
    private static Span<byte> Begin(Span<byte> buffer, ReadOnlySpan<byte> nonce)
    {
        buffer[0] = MerkleTree.LeafPrefix;
        return Put(buffer[1..], nonce);
    }

    private static Span<byte> Put(Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        return rest[bytes.Length..];
    }

    private static Span<byte> Put(Span<byte> rest, long number)
    {
        number.TryFormat(rest, out var length, default, CultureInfo.InvariantCulture);
        return rest[length..];
    }

    private static void End(IncrementalHash hash, ReadOnlySpan<byte> leaf, Span<byte> destination)
    {
        hash.AppendData(leaf);
        hash.GetHashAndReset(destination);
    }
}
