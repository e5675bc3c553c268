using StreamBet.Core.Kernel;
using StreamBet.Core.Receipts;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/receipts: the signed receipts of decisions, byte for byte.</summary>
internal static class ReceiptsApi
{
    public static void MapReceipts(this RouteGroupBuilder api)
    {
        api.MapGet("/receipts", ChainAsync).WithName("Receipts").WithSummary("All receipts, one a line, oldest first.")
            .Produces<Stream>(StatusCodes.Status200OK, "application/jsonl");
        api.MapGet("/receipts/head", HeadAsync).WithName("ReceiptHead").WithSummary("The last receipt's number and hash.").Produces<HeadResponse>();
        api.MapGet("/receipts/key", (ReceiptKey key) => TypedResults.Text(key.PublicPem, "application/x-pem-file"))
            .WithName("ReceiptKey").WithSummary("The key that signs receipts.").Produces<string>(StatusCodes.Status200OK, "application/x-pem-file");
        api.MapGet("/receipts/{marketId:long}", ReadAsync).WithName("Receipt").WithSummary("The receipt of a market that has ended.")
            .Produces<object>().Refuses(RefusalKind.NotFound, "receipt_not_found");
    }

    public static void MapProofs(this RouteGroupBuilder api) =>
        api.MapGet("/bets/{marketId:long}/stakes/{stakeId:long}/proof", ProveAsync).WithName("StakeProof")
            .WithSummary("The proof that a stake of the caller's is among those of the receipt.")
            .Produces<object>().Refuses(RefusalKind.NotFound, "receipt_not_found", "stake_not_found");

    private static async Task<IResult> ReadAsync(
        long marketId, ReceiptReader receipts, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await receipts.ReadAsync(marketId, cancellationToken), "application/json");

    private static async Task<IResult> HeadAsync(
        ReceiptReader receipts, ReceiptKey key, CancellationToken cancellationToken)
    {
        var head = await receipts.FindHeadAsync(cancellationToken);
        return TypedResults.Ok(new HeadResponse(head?.Sequence ?? 0, head?.Hash, key.Id));
    }

    private static async Task ChainAsync(
        long? after, ReceiptReader receipts, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/jsonl";
        if (context.Request.IsHead())
            return;
        await foreach (var receipt in receipts.ReadChainAsync(after ?? 0, cancellationToken))
        {
            await context.Response.Body.WriteAsync(receipt, cancellationToken);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }
    }

    private static async Task<IResult> ProveAsync(
        long marketId, long stakeId, ReceiptReader receipts, HttpContext context, CancellationToken cancellationToken)
    {
        var proof = await receipts.ProveAsync(marketId, stakeId, context.Caller(), cancellationToken);
        return TypedResults.Bytes(proof.ToBytes(), "application/json");
    }

    internal sealed record HeadResponse(long Sequence, string? Hash, string KeyId);
}
