using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Records;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Receipts;

/// <summary>The actions on receipts in one tab.</summary>
internal sealed class ReceiptsState(
    TabSession tab, ReceiptDesk desk, ReceiptReader receipts, RecordKeeper records, AddressLimits limits)
{
    /// <summary>This server's public key.</summary>
    public ReceiptPublicKey Key => desk.Key;

    /// <summary>The last receipt of this server's chain.</summary>
    /// <returns>The head; null while the chain is empty.</returns>
    public async Task<ChainHead?> FindHeadAsync() => (await tab.TryAsync(receipts.FindHeadAsync)).Value;

    /// <summary>Reads a market's receipt.</summary>
    /// <returns>The receipt's bytes, or why there are none.</returns>
    public Task<(byte[]? Bytes, Refusal? Refusal)> ReadAsync(long marketId) =>
        tab.TryAsync(closed => receipts.ReadAsync(marketId, closed));

    /// <summary>Reads this server's record.</summary>
    /// <returns>The figures, or why there are none; neither if the tab was closed.</returns>
    public Task<(RecordFigures? Figures, Refusal? Refusal)> ReadRecordAsync() =>
        tab.TryAsync(async closed => (await records.ReadAsync(closed)).Figures);

    /// <summary>Checks a receipt.</summary>
    /// <param name="request">The receipt and what to check it against.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>The result, or why the check could not run; neither if it was cancelled.</returns>
    public Task<(CheckedReceipt? Checked, Refusal? Refusal)> CheckAsync(
        ReceiptRequest request, CancellationToken cancellationToken) => tab.TryAsync(async closed =>
        {
            await limits.CountAsync(LimitedAction.CheckReceipt, tab.Caller);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
            try
            {
                return await desk.CheckAsync(request, either.Token);
            }
            catch (InvalidDataException wrong)
            {
                throw new RefusedException(RefusalKind.Invalid, "key", $"The key to trust: {wrong.Message}");
            }
        });
}
