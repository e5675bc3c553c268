using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Receipts;

/// <summary>A receipt as stored and served, byte for byte: canonical JSON with the content, the signature over the
/// content's canonical bytes, and the key's id.</summary>
public sealed class Receipt
{
    /// <summary>The longest receipt that can be read, in bytes; enough for the trace of six hours with boxes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly Envelope _envelope;

    private Receipt(Envelope envelope, ReadOnlyMemory<byte> bytes)
    {
        _envelope = envelope;
        Bytes = bytes;
    }

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The content.</summary>
    public ReceiptContent Content => _envelope.Receipt;

    /// <summary>The id of the key that claims to have signed it; see <see cref="ReceiptPublicKey.Id"/>.</summary>
    public string KeyId => _envelope.KeyId;

    /// <summary>SHA-256 of all its bytes, 64 lower-case hex digits; the next receipt in the chain refers to it. The
    /// hash covers the signature: even signing the same content again makes a different chain.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>Signs the content.</summary>
    public static Receipt Issue(ReceiptContent content, ReceiptKey key)
    {
        var envelope = new Envelope(key.Id, content, key.Sign(ReceiptJson.Write(content)));
        return new Receipt(envelope, ReceiptJson.Write(envelope));
    }

    /// <summary>Reads a receipt without checking its signature.</summary>
    /// <exception cref="JsonException">It is invalid, or not in the canonical form of a receipt.</exception>
    public static Receipt Parse(ReadOnlyMemory<byte> bytes)
    {
        var envelope = ReceiptJson.Read<Envelope>(bytes, MaxBytes);
        return ReceiptJson.Write(envelope).AsSpan().SequenceEqual(bytes.Span)
            ? new Receipt(envelope, bytes)
            : throw new JsonException("It is not in canonical form, byte for byte.");
    }

    /// <summary>Whether exactly this key signed it.</summary>
    public bool IsSignedBy(ReceiptPublicKey key) =>
        KeyId == key.Id && key.Verify(ReceiptJson.Write(Content), _envelope.Signature);

    private sealed record Envelope(
        [property: JsonConverter(typeof(Sha256Converter))] string KeyId, ReceiptContent Receipt, string Signature);
}
