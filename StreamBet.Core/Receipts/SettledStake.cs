using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>A stake in an ended market, as its receipt covers it.</summary>
/// <param name="Id">Its number; a receipt's stakes are sorted by it.</param>
/// <param name="PersonId">The person who staked.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">Whole credits, at least 1.</param>
/// <param name="PlacedAt">When it was accepted.</param>
/// <param name="Returned">The credits returned, 0 or more.</param>
public readonly record struct SettledStake(
    long Id, string PersonId, Outcome Side, long Amount, DateTimeOffset PlacedAt, long Returned)
{
    /// <summary>The size of the nonce that precedes a leaf's text, in bytes.</summary>
    public const int NonceSize = 16;

    // The longest prefix, nonce, time and three numbers: everything in a leaf but the person.
    private const int MaxBytesBeforePerson = 1 + NonceSize + 96;

    /// <summary>The maximum length of the hashed bytes of a leaf.</summary>
    internal int MaxLeafBytes => MaxBytesBeforePerson + Encoding.UTF8.GetMaxByteCount(PersonId.Length);

    /// <summary>Hashes its leaf in the stakes tree: the nonce and "id|side|amount|time|person". The person comes last,
    /// so that no name can pass for another field.</summary>
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

    /// <summary>Hashes its leaf in the payouts tree: the nonce and "id|returned".</summary>
    internal void HashPayout(IncrementalHash hash, ReadOnlySpan<byte> nonce, Span<byte> buffer, Span<byte> destination)
    {
        var rest = Put(Begin(buffer, nonce), Id);
        rest = Put(Put(rest, "|"u8), Returned);
        End(hash, buffer[..^rest.Length], destination);
    }

    // Each writes at the front and returns the rest of the buffer. An interpolated string would box every number.
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
