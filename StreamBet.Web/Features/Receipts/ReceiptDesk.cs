using System.Text.Json;
using StreamBet.Core.Receipts;

namespace StreamBet.Web.Features.Receipts;

/// <summary>What a person wants to know of a receipt.</summary>
/// <param name="Receipt">The bytes that are said to be one.</param>
/// <param name="KeyPem">The key to trust; null: this server's own.</param>
/// <param name="ClipSha256">The clip, by its SHA-256 in lower-case hex; null: not asked.</param>
/// <param name="Stake">The bytes of a stake's proof; null: not asked.</param>
/// <param name="Head">The hash that was kept of the chain's head; null: not asked.</param>
internal sealed record ReceiptRequest(
    ReadOnlyMemory<byte> Receipt, string? KeyPem, string? ClipSha256, byte[]? Stake, string? Head);

/// <summary>What was found out about a receipt.</summary>
/// <param name="Report">Each check.</param>
/// <param name="Receipt">What it says; null when it is invalid.</param>
/// <param name="KeyId">The key that was trusted.</param>
/// <param name="IsOwnKey">Whether that is this server's own.</param>
public sealed record CheckedReceipt(ReceiptReport Report, Receipt? Receipt, string KeyId, bool IsOwnKey)
{
    /// <summary>Whether the receipt itself is right; a clip or a stake that does not belong to it says nothing against
    /// it.</summary>
    public bool IsReliable => Report.Checks.All(check => check.Passed != false || check.Name is "clip" or "stake");
}

/// <summary>Checks receipts for those who look at the page.</summary>
internal sealed class ReceiptDesk(ReceiptReader receipts, ReceiptKey key) : IDisposable
{
    // A check goes through the whole chain, so one is made at a time.
    private readonly SemaphoreSlim _checking = new(1);

    /// <summary>The key with which this server signs.</summary>
    public ReceiptPublicKey Key => key.Public;

    /// <summary>Makes every check that is asked for; that of the chain when this server's own key is trusted.</summary>
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
        var report = ReceiptVerifier.Verify(new ReceiptQuestion
        {
            Receipt = request.Receipt,
            Key = trusted,
            ClipSha256 = request.ClipSha256,
            Stake = request.Stake,
            Chain = isOwn ? Chain(cancellationToken) : null,
            Head = request.Head,
        });
        return new CheckedReceipt(report, Parse(request.Receipt), trusted.Id, isOwn);
    }

    // Read one by one as they are checked: a chain may be longer than what fits into memory.
    private IEnumerable<ReadOnlyMemory<byte>> Chain(CancellationToken cancellationToken) =>
        receipts.ReadChainAsync(0, cancellationToken).ToBlockingEnumerable(cancellationToken)
            .Select(receipt => (ReadOnlyMemory<byte>)receipt);

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
