using System.Numerics;
using System.Security.Cryptography;

namespace StreamBet.Core.Receipts;

/// <summary>The hash tree of RFC 6962 over a list. A leaf's hash is SHA-256 of 0x00 and its bytes; a node's is SHA-256
/// of 0x01 and the hashes of its two parts, the left one being the largest power of two below the whole. The root
/// commits to the list; a short path of hashes proves that a leaf is in it.</summary>
public static class MerkleTree
{
    /// <summary>The size of a hash, in bytes.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>The byte that precedes a leaf's bytes in its hash.</summary>
    public const byte LeafPrefix = 0;

    /// <summary>The byte that precedes two hashes in a node's hash.</summary>
    public const byte NodePrefix = 1;

    /// <summary>The path that proves a leaf: the sibling hashes from the leaf up.</summary>
    /// <param name="leafHashes">The hashes of all leaves, concatenated.</param>
    /// <param name="index">The leaf's index, from 0.</param>
    public static IReadOnlyList<byte[]> Prove(ReadOnlySpan<byte> leafHashes, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leafHashes.Length / HashSize);
        var path = new List<byte[]>();
        while (leafHashes.Length > HashSize)
        {
            var split = (1 << BitOperations.Log2((uint)(leafHashes.Length / HashSize) - 1)) * HashSize;
            var left = leafHashes[..split];
            var right = leafHashes[split..];
            var isLeft = index * HashSize < split;
            path.Add(Root(isLeft ? right : left));
            leafHashes = isLeft ? left : right;
            index -= isLeft ? 0 : split / HashSize;
        }

        path.Reverse();
        return path;
    }

    /// <summary>Whether a path proves that a leaf is in the list (RFC 9162, 2.1.3.2).</summary>
    /// <param name="leafHash">The leaf's hash.</param>
    /// <param name="index">The leaf's claimed index, from 0.</param>
    /// <param name="count">The number of leaves.</param>
    /// <param name="path">The path, from the leaf up.</param>
    /// <param name="root">The root of the list.</param>
    public static bool Verify(
        ReadOnlySpan<byte> leafHash, long index, long count, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= count || path.Any(hash => hash.Length != HashSize))
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> node = stackalloc byte[HashSize];
        leafHash.CopyTo(node);
        var last = count - 1;
        foreach (var other in path)
        {
            if (last == 0)
                return false;
            if ((index & 1) == 1 || index == last)
            {
                Join(hash, other, node, node);

                // A node without a sibling moves up unchanged.
                while ((index & 1) == 0 && index != 0)
                    (index, last) = (index >> 1, last >> 1);
            }
            else
            {
                Join(hash, node, other, node);
            }

            (index, last) = (index >> 1, last >> 1);
        }

        return last == 0 && node.SequenceEqual(root);
    }

    /// <summary>Hashes two parts; the destination may overlap one of them.</summary>
    internal static void Join(
        IncrementalHash hash, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> both = stackalloc byte[1 + (2 * HashSize)];
        both[0] = NodePrefix;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashSize)..]);
        hash.AppendData(both);
        hash.GetHashAndReset(destination);
    }

    private static byte[] Root(ReadOnlySpan<byte> leafHashes)
    {
        using var builder = new MerkleRootBuilder();
        for (; leafHashes.Length > 0; leafHashes = leafHashes[HashSize..])
            builder.Add(leafHashes[..HashSize]);
        return builder.Root();
    }
}

/// <summary>Computes the root of a list of any length from leaves added one by one; keeps one hash per bit of their
/// number. Not thread-safe.</summary>
public sealed class MerkleRootBuilder : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // The roots of the complete subtrees so far, largest first; their sizes are the bits of the count.
    private readonly byte[] _parts = new byte[64 * MerkleTree.HashSize];

    /// <summary>The number of leaves so far.</summary>
    public long Count { get; private set; }

    /// <summary>Adds the next leaf's hash.</summary>
    public void Add(ReadOnlySpan<byte> leafHash)
    {
        var at = BitOperations.PopCount((ulong)Count);
        leafHash.CopyTo(Part(at));
        for (var size = Count++; (size & 1) == 1; size >>= 1, at--)
            MerkleTree.Join(_hash, Part(at - 1), Part(at), Part(at - 1));
    }

    /// <summary>The root of the leaves so far; SHA-256 of nothing if there are none. More may be added
    /// afterwards.</summary>
    public byte[] Root()
    {
        if (Count == 0)
            return SHA256.HashData([]);
        var at = BitOperations.PopCount((ulong)Count) - 1;
        var root = Part(at).ToArray();
        while (--at >= 0)
            MerkleTree.Join(_hash, Part(at), root, root);
        return root;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private Span<byte> Part(int at) => _parts.AsSpan(at * MerkleTree.HashSize, MerkleTree.HashSize);
}
