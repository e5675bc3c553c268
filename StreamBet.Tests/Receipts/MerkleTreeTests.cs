using System.Security.Cryptography;
using StreamBet.Core.Receipts;

namespace StreamBet.Tests.Receipts;

public class MerkleTreeTests
{
    private static readonly byte[][] Leaves =
        [.. Enumerable.Range(0, 40).Select(number => SHA256.HashData([0, (byte)number]))];

    public static TheoryData<int> Counts => [.. Enumerable.Range(0, 41)];

    // RFC 6962, 2.1, word for word.
    private static byte[] PlainRoot(byte[][] leaves)
    {
        if (leaves.Length == 0)
            return SHA256.HashData([]);
        if (leaves.Length == 1)
            return leaves[0];
        var split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        return SHA256.HashData([1, .. PlainRoot(leaves[..split]), .. PlainRoot(leaves[split..])]);
    }

    private static byte[] Root(int count)
    {
        using var builder = new MerkleRootBuilder();
        foreach (var leaf in Leaves[..count])
            builder.Add(leaf);
        return builder.Root();
    }

    private static byte[] Joined(int count) => [.. Leaves[..count].SelectMany(leaf => leaf)];

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_root_is_that_of_the_RFC(int count)
    {
        Root(count).Should().Equal(PlainRoot(Leaves[..count]));
    }

    [Fact]
    public void More_leaves_may_follow_after_a_root()
    {
        using var builder = new MerkleRootBuilder();
        for (var count = 0; count <= 40; count++)
        {
            builder.Root().Should().Equal(Root(count));
            builder.Count.Should().Be(count);
            if (count < 40)
                builder.Add(Leaves[count]);
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Every_leaf_is_proven_and_at_no_other_place(int count)
    {
        var root = Root(count);
        for (var index = 0; index < count; index++)
        {
            var path = MerkleTree.Prove(Joined(count), index);
            for (var said = -1; said <= count; said++)
                MerkleTree.Verify(Leaves[index], said, count, path, root)
                    .Should().Be(said == index, $"{index} is not {said}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    public void A_wrong_proof_proves_nothing(int count)
    {
        var root = Root(count);
        for (var index = 0; index < count; index++)
        {
            var path = MerkleTree.Prove(Joined(count), index);
            bool Verify(IReadOnlyList<byte[]> other) => MerkleTree.Verify(Leaves[index], index, count, other, root);

            MerkleTree.Verify(Leaves[39], index, count, path, root).Should().BeFalse("another leaf");
            MerkleTree.Verify(Leaves[index], index, count, path, Root(count + 1)).Should().BeFalse("another root");
            Verify([.. path, Leaves[0]]).Should().BeFalse("a longer path");
            Verify([.. path.Select(hash => hash[1..])]).Should().Be(count == 1, "shorter hashes");
            for (var at = 0; at < path.Count; at++)
            {
                Verify([.. path.Where((_, other) => other != at)]).Should().BeFalse("a shorter path");
                Verify([.. path.Select((hash, other) => other == at ? Leaves[39] : hash)])
                    .Should().BeFalse("another hash");
            }
        }
    }
}
