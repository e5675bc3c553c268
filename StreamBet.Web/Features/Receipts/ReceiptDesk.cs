using System.Text.Json;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Standalone;

namespace StreamBet.Web.Features.Receipts;

/// <summary>A receipt to check, and what to check it against.</summary>
/// <param name="Receipt">The receipt's bytes.</param>
/// <param name="KeyPem">The key to trust; null for this server's own.</param>
/// <param name="ClipSha256">The clip's SHA-256 in lower-case hex; null to skip this check.</param>
/// <param name="Stake">The bytes of a stake's proof; null to skip this check.</param>
/// <param name="Head">A chain head that was kept earlier; null to skip this check.</param>
internal sealed record ReceiptRequest(
    ReadOnlyMemory<byte> Receipt, string? KeyPem, string? ClipSha256, byte[]? Stake, string? Head);

/// <summary>The result of checking a receipt.</summary>
/// <param name="Report">The checks.</param>
/// <param name="Receipt">The market's receipt; null when it is invalid, or of a verdict without a market.</param>
/// <param name="KeyId">The id of the trusted key.</param>
/// <param name="IsOwnKey">Whether this is the server's own key.</param>
public sealed record CheckedReceipt(ReceiptReport Report, Receipt? Receipt, string KeyId, bool IsOwnKey)
{
    /// <summary>Whether the receipt itself is valid; a clip or stake that does not match it does not make it
    /// invalid.</summary>
    public bool IsReliable => Report.Checks.All(check => check.Passed != false || check.Name is "clip" or "stake");
}

/// <summary>Checks receipts for the page.</summary>
internal sealed class ReceiptDesk(ReceiptReader receipts, StandaloneVerdicts verdicts, ReceiptKey key) : IDisposable
{
    // A chain only grows, so a check verifies just what was added since the one before it; one at a time.
    private readonly ChainWalk _markets = new(key.Public);
    private readonly ChainWalk _standalone = new(key.Public, ChainKind.Standalone);
    private readonly SemaphoreSlim _checking = new(1);

    /// <summary>This server's public key.</summary>
    public ReceiptPublicKey Key => key.Public;

    /// <summary>Runs the requested checks, and the chain check when the trusted key is this server's own.</summary>
    /// <exception cref="InvalidDataException">The key to trust is invalid.</exception>
    public async Task<CheckedReceipt> CheckAsync(ReceiptRequest request, CancellationToken cancellationToken)
    {
        using var given = request.KeyPem is { } pem ? ReceiptPublicKey.Parse(pem) : null;
        await _checking.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Check(request, given ?? Key, cancellationToken), cancellationToken);
        }
        finally
        {
            _checking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _checking.Dispose();

    private CheckedReceipt Check(ReceiptRequest request, ReceiptPublicKey trusted, CancellationToken cancellationToken)
    {
        var isOwn = trusted.Id == Key.Id;
        var isStandalone = StandaloneReceipt.IsClaimed(request.Receipt);
        var walk = isStandalone ? _standalone : _markets;
        var added = isStandalone
            ? verdicts.ReadChainAsync(walk.Count, cancellationToken)
            : receipts.ReadChainAsync(walk.Count, cancellationToken);
        var report = ReceiptVerifier.Verify(new ReceiptQuestion
        {
            Receipt = request.Receipt,
            Key = trusted,
            ClipSha256 = request.ClipSha256,
            Stake = request.Stake,
            Chain = isOwn ? Chain(added, cancellationToken) : null,
            Walked = isOwn ? walk : null,
            Head = request.Head,
        });
        return new CheckedReceipt(report, Parse(request.Receipt), trusted.Id, isOwn);
    }

    // Streamed, since a chain may not fit into memory.
    private static IEnumerable<ReadOnlyMemory<byte>> Chain(
        IAsyncEnumerable<byte[]> receipts, CancellationToken cancellationToken) =>
        receipts.ToBlockingEnumerable(cancellationToken).Select(receipt => (ReadOnlyMemory<byte>)receipt);

    private static Receipt? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Receipt.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
