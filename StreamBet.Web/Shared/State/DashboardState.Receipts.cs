using StreamBet.Core.Kernel;
using StreamBet.Core.Receipts;
using StreamBet.Web.Features.Receipts;

namespace StreamBet.Web.Shared.State;

/// <content>Receipts, for whoever checks one.</content>
internal sealed partial class DashboardState
{
    /// <summary>The key with which this server signs.</summary>
    public ReceiptPublicKey ReceiptKey => _receipts.Key;

    /// <summary>The last receipt of this server's chain.</summary>
    /// <returns>Null while there is none.</returns>
    public async Task<ChainHead?> FindReceiptHeadAsync()
    {
        ChainHead? head = null;
        await TryAsync(async () => head = await _receipts.FindHeadAsync(_closed));
        return head;
    }

    /// <summary>Reads a market's receipt.</summary>
    /// <returns>Its bytes, or why there are none.</returns>
    public async Task<(byte[]? Bytes, Refusal? Refusal)> ReadReceiptAsync(long marketId)
    {
        byte[]? bytes = null;
        var refusal = await TryAsync(async () => bytes = await _receipts.ReadAsync(marketId, _closed));
        return (bytes, refusal);
    }

    /// <summary>Checks a receipt.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Nobody wants to know any more.</param>
    /// <returns>What was found out, or why nothing was; neither when it was called off.</returns>
    public async Task<(CheckedReceipt? Checked, Refusal? Refusal)> CheckReceiptAsync(
        ReceiptRequest request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed);
        CheckedReceipt? found = null;
        var refusal = await TryAsync(async () =>
        {
            try
            {
                found = await _receipts.CheckAsync(request, either.Token);
            }
            catch (InvalidDataException wrong)
            {
                throw new RefusedException(RefusalKind.Invalid, "key", $"The key to trust: {wrong.Message}");
            }
        });
        return (found, refusal);
    }
}
