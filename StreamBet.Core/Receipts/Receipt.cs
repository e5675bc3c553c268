using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Receipts;

/// <summary>A receipt as it is stored and handed out, byte for byte: canonical JSON with the content, the signature
/// over the content's canonical bytes, and the name of the key.</summary>
public sealed class Receipt
{
    /// <summary>The longest receipt that is read, in bytes; the trace of six hours with boxes fits in.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly Envelope _envelope;

    private Receipt(Envelope envelope, ReadOnlyMemory<byte> bytes)
    {
        _envelope = envelope;
        Bytes = bytes;
    }

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What it says.</summary>
    public ReceiptContent Content => _envelope.Receipt;

    /// <summary>The key that is said to have signed it; see <see cref="ReceiptPublicKey.Id"/>.</summary>
    public string KeyId => _envelope.KeyId;

    /// <summary>SHA-256 of all its bytes, 64 lower-case hex digits; the next receipt in the chain names it. The
    /// signature is under the hash too: an operator who signs even the same content anew makes another chain.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>Signs a content.</summary>
    public static Receipt Issue(ReceiptContent content, ReceiptKey key)
    {
        var envelope = new Envelope(key.Id, content, key.Sign(ReceiptJson.Write(content)));
        return new Receipt(envelope, ReceiptJson.Write(envelope));
    }

    /// <summary>Reads a receipt; whether it is signed is another question.</summary>
    /// <exception cref="JsonException">It is invalid, or not written in the one way that a receipt is.</exception>
    public static Receipt Parse(ReadOnlyMemory<byte> bytes)
    {
        var envelope = ReceiptJson.Read<Envelope>(bytes, MaxBytes);
        return ReceiptJson.Write(envelope).AsSpan().SequenceEqual(bytes.Span)
            ? new Receipt(envelope, bytes)
            : throw new JsonException("It is not in canonical form, byte for byte.");
    }

    /// <summary>Whether this key, and no other, signed it.</summary>
    public bool IsSignedBy(ReceiptPublicKey key) =>
        KeyId == key.Id && key.Verify(ReceiptJson.Write(Content), _envelope.Signature);

    private sealed record Envelope(
        [property: JsonConverter(typeof(Sha256Converter))] string KeyId, ReceiptContent Receipt, string Signature);
}
