using StreamBet.Core.Kernel;
using StreamBet.Core.Receipts;
using StreamBet.Web.Shared.State;

namespace StreamBet.Web.Features.Receipts;

/// <summary>What a person does with receipts in one tab.</summary>
internal sealed class ReceiptsState(TabSession tab, ReceiptDesk desk, ReceiptReader receipts)
{
    /// <summary>The key with which this server signs.</summary>
    public ReceiptPublicKey Key => desk.Key;

    /// <summary>The last receipt of this server's chain.</summary>
    /// <returns>Null while there is none.</returns>
    public async Task<ChainHead?> FindHeadAsync() => (await tab.TryAsync(receipts.FindHeadAsync)).Value;

    /// <summary>Reads a market's receipt.</summary>
    /// <returns>Its bytes, or why there are none.</returns>
    public Task<(byte[]? Bytes, Refusal? Refusal)> ReadAsync(long marketId) =>
        tab.TryAsync(closed => receipts.ReadAsync(marketId, closed));

    /// <summary>Checks a receipt.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Nobody wants to know any more.</param>
    /// <returns>What was found out, or why nothing was; neither when it was cancelled.</returns>
    public Task<(CheckedReceipt? Checked, Refusal? Refusal)> CheckAsync(
        ReceiptRequest request, CancellationToken cancellationToken) => tab.TryAsync(async closed =>
        {
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
