using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StreamBet.Core.Receipts;

/// <summary>The digest of all stakes of a market, for its receipt.</summary>
/// <param name="Count">The number of stakes.</param>
/// <param name="Stakes">The root over the stakes, 64 lower-case hex digits.</param>
/// <param name="Payouts">The root over the payouts, 64 lower-case hex digits.</param>
/// <param name="Paid">The sum of the payouts, in whole credits.</param>
public sealed record StakeRoots(long Count, string Stakes, string Payouts, long Paid);

/// <summary>Computes the roots over a market's stakes, which are added one by one in the order of their ids and need
/// not fit in memory. Not thread-safe.</summary>
/// <param name="seed">The market's secret, <see cref="SeedSize"/> random bytes. Each leaf is hashed with a nonce
/// derived from it; without one, anyone who sees a neighbour's hash in their own proof could guess the neighbour's
/// stake.</param>
public sealed class StakesDigest(ReadOnlySpan<byte> seed) : IDisposable
{
    /// <summary>The size of a market's secret, in bytes.</summary>
    public const int SeedSize = 32;

    private readonly StakeLeaves _leaves = new(seed);
    private readonly MerkleRootBuilder _stakes = new();
    private readonly MerkleRootBuilder _payouts = new();
    private long _paid;

    /// <summary>Creates a secret for a market. It is stored with the market and never shown.</summary>
    public static byte[] NewSeed() => RandomNumberGenerator.GetBytes(SeedSize);

    /// <summary>Adds the next stake.</summary>
    /// <exception cref="ArgumentException">Its id is not larger than the previous stake's.</exception>
    public void Add(in SettledStake stake)
    {
        Span<byte> stakeHash = stackalloc byte[MerkleTree.HashSize];
        Span<byte> payoutHash = stackalloc byte[MerkleTree.HashSize];
        _leaves.Next(stake, stakeHash, payoutHash);
        _stakes.Add(stakeHash);
        _payouts.Add(payoutHash);
        _paid = checked(_paid + stake.Returned);
    }

    /// <summary>The roots over the stakes so far.</summary>
    public StakeRoots Roots() => new(
        _stakes.Count, Convert.ToHexStringLower(_stakes.Root()), Convert.ToHexStringLower(_payouts.Root()), _paid);

    /// <summary>The proof of one stake; needs the same secret and stakes as the roots.</summary>
    /// <param name="seed">The market's secret.</param>
    /// <param name="betId">The market.</param>
    /// <param name="stakes">All its stakes, in the order of their ids; enumerated once.</param>
    /// <param name="stakeId">The stake to prove.</param>
    /// <returns>The proof; null if the stake is not among them.</returns>
    public static StakeProof? Prove(ReadOnlySpan<byte> seed, long betId, IEnumerable<SettledStake> stakes, long stakeId)
    {
        using var leaves = new StakeLeaves(seed);
        using var stakeHashes = new MemoryStream();
        using var payoutHashes = new MemoryStream();
        Span<byte> stakeHash = stackalloc byte[MerkleTree.HashSize];
        Span<byte> payoutHash = stackalloc byte[MerkleTree.HashSize];
        (SettledStake Stake, string Nonce, int Index)? found = null;
        var count = 0;
        foreach (var stake in stakes)
        {
            var nonce = leaves.Next(stake, stakeHash, payoutHash);
            stakeHashes.Write(stakeHash);
            payoutHashes.Write(payoutHash);
            if (stake.Id == stakeId)
                found = (stake, Convert.ToHexStringLower(nonce), count);
            count++;
        }

        return found is not var (own, ownNonce, index)
            ? null
            : new StakeProof(
                betId, ProvenStake.Of(own), ownNonce, index, count,
                Path(stakeHashes, index), Path(payoutHashes, index));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaves.Dispose();
        _stakes.Dispose();
        _payouts.Dispose();
    }

    private static string[] Path(MemoryStream hashes, int index) =>
        [.. MerkleTree.Prove(hashes.GetBuffer().AsSpan(0, (int)hashes.Length), index).Select(Convert.ToHexStringLower)];

    // Hashes the leaves in order. The n-th nonce is AES-256 of n under the secret, which looks random to anyone without
    // it. Nonces are made in batches, because a call costs more than the encryption itself.
    private sealed class StakeLeaves : IDisposable
    {
        private const int NoncesAtOnce = 256;

        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly Aes _aes = Aes.Create();
        private readonly byte[] _numbers = new byte[NoncesAtOnce * SettledStake.NonceSize];
        private readonly byte[] _nonces = new byte[NoncesAtOnce * SettledStake.NonceSize];
        private byte[] _buffer = new byte[512];
        private long _count;
        private long _lastId = long.MinValue;

        public StakeLeaves(ReadOnlySpan<byte> seed)
        {
            if (seed.Length != SeedSize)
                throw new ArgumentException($"A market's secret is {SeedSize} bytes.", nameof(seed));
            _aes.SetKey(seed);
        }

        // Hashes both leaves and returns their nonce.
        public ReadOnlySpan<byte> Next(in SettledStake stake, Span<byte> stakeHash, Span<byte> payoutHash)
        {
            if (stake.Id <= _lastId)
                throw new ArgumentException($"Stake {stake.Id} comes after stake {_lastId}.", nameof(stake));
            _lastId = stake.Id;
            if (stake.MaxLeafBytes > _buffer.Length)
                _buffer = new byte[stake.MaxLeafBytes];
            var nonce = NextNonce();
            stake.HashStake(_hash, nonce, _buffer, stakeHash);
            stake.HashPayout(_hash, nonce, _buffer, payoutHash);
            return nonce;
        }

        public void Dispose()
        {
            _hash.Dispose();
            _aes.Dispose();
        }

        private ReadOnlySpan<byte> NextNonce()
        {
            var at = (int)(_count % NoncesAtOnce);
            if (at == 0)
            {
                for (var next = 0; next < NoncesAtOnce; next++)
                    BinaryPrimitives.WriteInt64BigEndian(_numbers.AsSpan(next * SettledStake.NonceSize), _count + next);
                _aes.EncryptEcb(_numbers, _nonces, PaddingMode.None);
            }

            _count++;
            return _nonces.AsSpan(at * SettledStake.NonceSize, SettledStake.NonceSize);
        }
    }
}
