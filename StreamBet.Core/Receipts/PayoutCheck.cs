using System.Security.Cryptography;
using StreamBet.Core.Ledger;

namespace StreamBet.Core.Receipts;

/// <summary>Whether a receipt's totals, and what came back for one stake, are what its pool and its outcome
/// allow.</summary>
internal static class PayoutCheck
{
    /// <summary>What is wrong with the totals, as a sentence; null when nothing is.</summary>
    public static string? Wrong(ReceiptContent content)
    {
        var (pool, total) = (content.Pool, content.Pool.Yes + content.Pool.No);
        if (pool.Yes < 0 || pool.No < 0 || pool.Take < 0 || pool.Take > total)
            return "The pool has less than nothing on a side, or a take that is not in it.";
        if (content.Bet.Practice != (pool.Currency == Currency.Practice) || (content.Bet.Practice && pool.Take > 0))
            return "A practice market is staked in practice credits and has no take, and no other is.";
        if (content.Stakes.Count < 0 || content.Stakes.Count > total || (content.Stakes.Count == 0 && total > 0))
            return $"There are {content.Stakes.Count} stakes in a pool of {total}, and each has 1 credit or more.";
        if (IsRefund(content) && pool.Take > 0)
            return "Nobody was on the winning side, so every stake goes back, and nothing may be kept.";
        return content.Payouts.Total == pool.Prize
            ? null
            : $"{content.Payouts.Total} came back, where the pool less the take is {pool.Prize}.";
    }

    /// <summary>What is wrong with the proof of a stake; null when nothing is.</summary>
    public static string? Wrong(ReceiptContent content, StakeProof proof)
    {
        if (proof.BetId != content.Bet.Id)
            return $"It is about bet {proof.BetId}, and the receipt about bet {content.Bet.Id}.";
        if (proof.Count != content.Stakes.Count)
            return $"It speaks of {proof.Count} stakes, and the receipt of {content.Stakes.Count}.";
        if (proof.Nonce.Length != 2 * SettledStake.NonceSize || !proof.Nonce.All(char.IsAsciiHexDigitLower))
            return "Its nonce is not 32 lower-case hex digits.";
        if (!proof.StakesPath.Concat(proof.PayoutsPath).All(Sha256Converter.IsSha256))
            return "A hash in its paths is not 64 lower-case hex digits.";
        var (stakeHash, payoutHash) = Leaves(proof);
        if (!Leads(proof, stakeHash, proof.StakesPath, content.Stakes.Root))
        {
            return $"Stake {proof.Stake.Id} as it is told here is not among the stakes of the receipt: its person, side, "
                + "amount or time is another, or it was left out.";
        }

        return Leads(proof, payoutHash, proof.PayoutsPath, content.Payouts.Root)
            ? WrongReturn(content, proof.Stake)
            : $"{proof.Stake.Returned} is not what the receipt says came back for stake {proof.Stake.Id}.";
    }

    private static string? WrongReturn(ReceiptContent content, ProvenStake stake)
    {
        if (IsRefund(content))
        {
            return stake.Returned == stake.Amount
                ? null
                : $"Nobody was on the winning side, so {stake.Amount} had to come back, and not {stake.Returned}.";
        }

        if (stake.Side != content.Verdict.Outcome)
            return stake.Returned == 0 ? null : $"It lost, so nothing may come back, and not {stake.Returned}.";

        // A share is rounded down, and what rounding leaves goes one each to the largest remainders.
        var share = Payouts.Share(stake.Amount, content.Pool.Prize, content.Pool.On(stake.Side));
        return stake.Returned - share is 0 or 1
            ? null
            : $"Its share of the prize is {share}, or 1 more by rounding, and not {stake.Returned}.";
    }

    private static bool IsRefund(ReceiptContent content) => content.Pool.On(content.Verdict.Outcome) == 0;

    private static bool Leads(StakeProof proof, byte[] leafHash, IReadOnlyList<string> path, string root) =>
        MerkleTree.Verify(
            leafHash, proof.Index, proof.Count, [.. path.Select(Convert.FromHexString)], Convert.FromHexString(root));

    private static (byte[] Stake, byte[] Payout) Leaves(StakeProof proof)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var stake = proof.Stake.Settled;
        var buffer = new byte[stake.MaxLeafBytes];
        var nonce = Convert.FromHexString(proof.Nonce);
        var (stakeHash, payoutHash) = (new byte[MerkleTree.HashSize], new byte[MerkleTree.HashSize]);
        stake.HashStake(hash, nonce, buffer, stakeHash);
        stake.HashPayout(hash, nonce, buffer, payoutHash);
        return (stakeHash, payoutHash);
    }
}
