using System.Security.Cryptography;
using StreamBet.Core.Ledger;

namespace StreamBet.Core.Receipts;

/// <summary>Checks that a receipt's totals, and the payout of one stake, follow from its pool and outcome.</summary>
internal static class PayoutCheck
{
    /// <summary>What is wrong with the totals, as a sentence; null if nothing is.</summary>
    public static string? Wrong(ReceiptContent content)
    {
        var (pool, total) = (content.Pool, content.Pool.Yes + content.Pool.No);
        if (pool.Yes < 0 || pool.No < 0 || pool.Take < 0 || pool.Take > total || pool.Bonds < 0)
            return "The pool contains a negative amount, or a take larger than the pool.";
        if (content.Bet.Practice != (pool.Currency == Currency.Practice) || (content.Bet.Practice && pool.Take > 0))
            return "A practice market uses practice credits and has no take; any other market uses credits.";
        if (content.Stakes.Count < 0 || content.Stakes.Count > total || (content.Stakes.Count == 0 && total > 0))
            return $"{content.Stakes.Count} stakes can't make a pool of {total}: each stake is at least 1 credit.";
        if (IsRefund(content) && pool.Take > 0)
            return "Every stake is refunded, so there can be no take.";
        return content.Payouts.Total == pool.Prize
            ? null
            : $"{content.Payouts.Total} credits were paid out, but the pool less the take and with the bonds is {pool.Prize}.";
    }

    /// <summary>What is wrong with the proof of a stake; null if nothing is.</summary>
    public static string? Wrong(ReceiptContent content, StakeProof proof)
    {
        if (proof.BetId != content.Bet.Id)
            return $"It is about bet {proof.BetId}, but the receipt is about bet {content.Bet.Id}.";
        if (proof.Count != content.Stakes.Count)
            return $"It lists {proof.Count} stakes, but the receipt lists {content.Stakes.Count}.";
        if (proof.Nonce.Length != 2 * SettledStake.NonceSize || !proof.Nonce.All(char.IsAsciiHexDigitLower))
            return "Its nonce is not 32 lower-case hex digits.";
        if (!proof.StakesPath.Concat(proof.PayoutsPath).All(Sha256Converter.IsSha256))
            return "A hash in its paths is not 64 lower-case hex digits.";
        var (stakeHash, payoutHash) = Leaves(proof);
        if (!Leads(proof, stakeHash, proof.StakesPath, content.Stakes.Root))
        {
            return $"Stake {proof.Stake.Id}, as this proof has it, is not among the receipt's stakes: its person, side, amount "
                + "or time differs, or it was left out.";
        }

        return Leads(proof, payoutHash, proof.PayoutsPath, content.Payouts.Root)
            ? WrongReturn(content, proof.Stake)
            : $"{proof.Stake.Returned} is not what the receipt says was returned for stake {proof.Stake.Id}.";
    }

    private static string? WrongReturn(ReceiptContent content, ProvenStake stake)
    {
        var isRefund = IsRefund(content);
        if (!isRefund && stake.Side != content.Outcome)
            return stake.Returned == 0 ? null : $"It lost, so it should have been paid nothing, not {stake.Returned}.";

        // Shares are rounded down; the leftover credits go, one each, to the largest remainders.
        var (pool, sharers) = (content.Pool, isRefund ? content.Pool.Yes + content.Pool.No : content.Pool.On(stake.Side));
        var share = Payouts.Share(stake.Amount, pool.Prize, sharers);
        if (stake.Returned == share || (stake.Returned == share + 1 && share * (Int128)sharers != stake.Amount * (Int128)pool.Prize))
            return null;
        return isRefund
            ? $"{(content.Outcome is null ? "It is void" : "Nobody was on the winning side")}, so {share} should have been refunded, "
                + $"not {stake.Returned}."
            : $"Its share of the prize is {share}, or 1 more by rounding, not {stake.Returned}.";
    }

    private static bool IsRefund(ReceiptContent content) =>
        content.Outcome is not { } outcome || content.Pool.On(outcome) == 0;

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
