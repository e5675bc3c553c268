using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>What shows that a stake is among those of a receipt, with what was returned for it. It is its owner's: it
/// tells nothing of other stakes but hashes.</summary>
/// <param name="BetId">The market.</param>
/// <param name="Stake">The stake.</param>
/// <param name="Nonce">What its leaves are hashed with, 32 lower-case hex digits.</param>
/// <param name="Index">Its place among the stakes, from 0.</param>
/// <param name="Count">How many stakes there are.</param>
/// <param name="StakesPath">The path to the receipt's root over the stakes, from the leaf up; SHA-256 in hex.</param>
/// <param name="PayoutsPath">The path to the receipt's root over the payouts.</param>
public sealed record StakeProof(
    long BetId,
    ProvenStake Stake,
    string Nonce,
    long Index,
    long Count,
    IReadOnlyList<string> StakesPath,
    IReadOnlyList<string> PayoutsPath)
{
    /// <summary>The longest proof that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The proof as a JSON document in UTF-8.</summary>
    public byte[] ToBytes() => ReceiptJson.Write(this);

    /// <summary>Reads a proof.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is invalid.</exception>
    public static StakeProof Parse(ReadOnlyMemory<byte> utf8) => ReceiptJson.Read<StakeProof>(utf8, MaxBytes);
}

/// <summary>The stake that a proof is about; see <see cref="SettledStake"/>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Person">Who staked.</param>
/// <param name="Side">On which side.</param>
/// <param name="Amount">Whole credits.</param>
/// <param name="PlacedAt">When it was accepted.</param>
/// <param name="Returned">The credits that were returned.</param>
public sealed record ProvenStake(
    long Id, string Person, Outcome Side, long Amount, DateTimeOffset PlacedAt, long Returned)
{
    internal SettledStake Settled => new(Id, Person, Side, Amount, PlacedAt, Returned);

    internal static ProvenStake Of(SettledStake stake) =>
        new(stake.Id, stake.PersonId, stake.Side, stake.Amount, stake.PlacedAt, stake.Returned);
}
