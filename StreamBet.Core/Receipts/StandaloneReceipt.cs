using System.Text.Json;

namespace StreamBet.Core.Receipts;

/// <summary>The receipt of a verdict without a market, in the same form and by the same key as a <see cref="Receipt"/>, in a
/// chain of its own. What is signed says of which kind it is, so neither kind can be taken for the other.</summary>
public sealed class StandaloneReceipt : IChainLink
{
    private readonly SignedEnvelope<StandaloneContent> _envelope;

    private StandaloneReceipt(SignedEnvelope<StandaloneContent> envelope, ReadOnlyMemory<byte> bytes)
    {
        _envelope = envelope;
        Bytes = bytes;
    }

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The content.</summary>
    public StandaloneContent Content => _envelope.Receipt;

    /// <summary>The id of the key that claims to have signed it; see <see cref="ReceiptPublicKey.Id"/>.</summary>
    public string KeyId => _envelope.KeyId;

    /// <summary>SHA-256 of all its bytes, 64 lower-case hex digits; the next one in the chain refers to it.</summary>
    public string Hash => SignedEnvelope<StandaloneContent>.HashOf(Bytes);

    long IChainLink.Sequence => Content.Sequence;

    string? IChainLink.Previous => Content.Previous;

    /// <summary>Signs the content.</summary>
    public static StandaloneReceipt Issue(StandaloneContent content, ReceiptKey key)
    {
        var envelope = SignedEnvelope<StandaloneContent>.Sign(content, key);
        return new StandaloneReceipt(envelope, ReceiptJson.Write(envelope));
    }

    /// <summary>Reads one without checking its signature.</summary>
    /// <exception cref="JsonException">It is invalid, of another kind, or not in the canonical form.</exception>
    public static StandaloneReceipt Parse(ReadOnlyMemory<byte> bytes)
    {
        var envelope = SignedEnvelope<StandaloneContent>.Parse(bytes);
        return envelope.Receipt.Kind == StandaloneContent.OnlyKind
            ? new StandaloneReceipt(envelope, bytes)
            : throw new JsonException("It is of a kind that this program doesn't know.");
    }

    /// <summary>Whether bytes claim to be of a kind of their own, as only these do; a market's receipt names none.</summary>
    public static bool IsClaimed(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return CanonicalJson.Read(bytes, Receipt.MaxBytes) is { ValueKind: JsonValueKind.Object } envelope
                && envelope.TryGetProperty("receipt", out var content) && content.ValueKind == JsonValueKind.Object
                && content.TryGetProperty("kind", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether exactly this key signed it.</summary>
    public bool IsSignedBy(ReceiptPublicKey key) => _envelope.IsSignedBy(key);
}
