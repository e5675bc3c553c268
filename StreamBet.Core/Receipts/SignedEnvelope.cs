using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Receipts;

/// <summary>The three members of a receipt of either kind.</summary>
/// <typeparam name="T">What is signed.</typeparam>
/// <param name="KeyId">The id of the key that claims to have signed it.</param>
/// <param name="Receipt">What is signed: its canonical bytes.</param>
/// <param name="Signature">The signature.</param>
internal sealed record SignedEnvelope<T>(
    [property: JsonConverter(typeof(Sha256Converter))] string KeyId, T Receipt, string Signature)
    where T : notnull
{
    /// <summary>Signs.</summary>
    public static SignedEnvelope<T> Sign(T content, ReceiptKey key) => new(key.Id, content, key.Sign(ReceiptJson.Write(content)));

    /// <summary>Reads one without checking its signature.</summary>
    /// <exception cref="JsonException">It is invalid, or not in the canonical form.</exception>
    public static SignedEnvelope<T> Parse(ReadOnlyMemory<byte> bytes)
    {
        var envelope = ReceiptJson.Read<SignedEnvelope<T>>(bytes, Receipts.Receipt.MaxBytes);
        return ReceiptJson.Write(envelope).AsSpan().SequenceEqual(bytes.Span)
            ? envelope
            : throw new JsonException("It is not in canonical form, byte for byte.");
    }

    /// <summary>Whether exactly this key signed it.</summary>
    public bool IsSignedBy(ReceiptPublicKey key) => KeyId == key.Id && key.Verify(ReceiptJson.Write(Receipt), Signature);

    /// <summary>The hash of a receipt's bytes, by which the next one names it.</summary>
    public static string HashOf(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
