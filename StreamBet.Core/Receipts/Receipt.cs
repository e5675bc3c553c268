using System.Text.Json;

namespace StreamBet.Core.Receipts;

/// <summary>A market's receipt as stored and served, byte for byte: canonical JSON with the content, the signature over the
/// content's canonical bytes, and the key's id.</summary>
public sealed class Receipt : IChainLink
{
    /// <summary>The longest receipt that can be read, in bytes; enough for the trace of six hours with boxes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly SignedEnvelope<ReceiptContent> _envelope;

    private Receipt(SignedEnvelope<ReceiptContent> envelope, ReadOnlyMemory<byte> bytes)
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
    public string Hash => SignedEnvelope<ReceiptContent>.HashOf(Bytes);

    long IChainLink.Sequence => Content.Sequence;

    string? IChainLink.Previous => Content.Previous;

    /// <summary>Signs the content.</summary>
    public static Receipt Issue(ReceiptContent content, ReceiptKey key)
    {
        var envelope = SignedEnvelope<ReceiptContent>.Sign(content, key);
        return new Receipt(envelope, ReceiptJson.Write(envelope));
    }

    /// <summary>Reads a receipt without checking its signature.</summary>
    /// <exception cref="JsonException">It is invalid, or not in the canonical form of a receipt.</exception>
    public static Receipt Parse(ReadOnlyMemory<byte> bytes) => new(SignedEnvelope<ReceiptContent>.Parse(bytes), bytes);

    /// <summary>Whether exactly this key signed it.</summary>
    public bool IsSignedBy(ReceiptPublicKey key) => _envelope.IsSignedBy(key);
}
