using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Proves that a stake and its payout are covered by a receipt. Meant for its owner: of other stakes it
/// reveals only hashes.</summary>
/// <param name="BetId">The market.</param>
/// <param name="Stake">The stake.</param>
/// <param name="Nonce">The nonce in the hashes of its leaves, 32 lower-case hex digits.</param>
/// <param name="Index">Its index among the stakes, from 0.</param>
/// <param name="Count">The number of stakes.</param>
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
    /// <summary>The longest proof that can be read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The proof as JSON in UTF-8.</summary>
    public byte[] ToBytes() => ReceiptJson.Write(this);

    /// <summary>Reads a proof.</summary>
    /// <exception cref="System.Text.Json.JsonException">The proof is invalid.</exception>
    public static StakeProof Parse(ReadOnlyMemory<byte> utf8) => ReceiptJson.Read<StakeProof>(utf8, MaxBytes);
}

/// <summary>The stake that a proof is about; see <see cref="SettledStake"/>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Person">The person who staked.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">Whole credits.</param>
/// <param name="PlacedAt">When it was accepted.</param>
/// <param name="Returned">The credits returned.</param>
public sealed record ProvenStake(
    long Id, string Person, Outcome Side, long Amount, DateTimeOffset PlacedAt, long Returned)
{
    internal SettledStake Settled => new(Id, Person, Side, Amount, PlacedAt, Returned);

    internal static ProvenStake Of(SettledStake stake) =>
        new(stake.Id, stake.PersonId, stake.Side, stake.Amount, stake.PlacedAt, stake.Returned);
}
