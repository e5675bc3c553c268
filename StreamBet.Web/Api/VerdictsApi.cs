using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Standalone;
using StreamBet.Core.Rule;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/verdicts: a clip and a criterion in, a signed receipt out, without a market.</summary>
internal static class VerdictsApi
{
    public static void MapVerdictChain(this RouteGroupBuilder api)
    {
        api.MapGet("/verdicts/receipts", ChainAsync).WithName("VerdictReceipts")
            .WithSummary("All receipts of verdicts without a market, one a line, oldest first.")
            .Produces<Stream>(StatusCodes.Status200OK, "application/jsonl");
        api.MapGet("/verdicts/receipts/head", HeadAsync).WithName("VerdictReceiptHead")
            .WithSummary("The number and hash of the last receipt of a verdict without a market.").Produces<VerdictHeadResponse>();
    }

    public static void MapVerdicts(this RouteGroupBuilder api)
    {
        api.MapPost("/verdicts", AskAsync).DisableAntiforgery()
            .WithName("AskVerdict").WithSummary("Takes a criterion and a clip, and makes a verdict with a signed receipt, without a market.")
            .Produces<AcceptedVerdict>(StatusCodes.Status202Accepted)
            .AddOpenApiOperationTransformer(ApiBodies.VerdictAsync)
            .RefusesClips().Refuses(RefusalKind.Invalid, "invalid_criterion")
            .Refuses(RefusalKind.Unprocessable, "labels", "label_not_validated", "label_outside_vocabulary", "picture", "picture_not_findable", "picture_not_found", "picture_removed", "seconds", "text", "text_not_readable", "threshold", "times", "window");
        api.MapGet("/verdicts/{id:guid}", ReadAsync).WithName("Verdict").WithSummary("A verdict without a market as it stands, for who asked for it.")
            .Produces<VerdictResponse>().Refuses(RefusalKind.NotFound, "verdict_not_found");
        api.MapGet("/verdicts/{id:guid}/receipt", ReceiptAsync).WithName("VerdictReceipt")
            .WithSummary("The receipt of a verdict without a market, byte for byte, for who asked for it.")
            .Produces<object>().Refuses(RefusalKind.NotFound, "receipt_not_found", "verdict_not_found");
    }

    private static async Task<IResult> AskAsync(
        HttpContext context, ClipIntake intake, IOptions<JsonOptions> json, IOptions<StreamBetOptions> options)
    {
        UploadBody.Prepare(context, options.Value.MaxUploadBytes);
        var gone = context.RequestAborted;
        var form = new ClipForm(context.Request);
        var (criterion, clip) = await form.ReadCriterionToFileAsync(gone);
        var offer = new ClipOffer(clip.FileName, null, []) { Criterion = Read(criterion, json.Value.SerializerOptions) };
        var job = await intake.OfferAsync(offer, context.Caller(), gone);
        job = await intake.ReceiveAsync(job.Id, clip.Body, null, form.EnsureEndAsync, gone);
        return TypedResults.Accepted($"/api/verdicts/{job.Id}", new AcceptedVerdict("accepted", job.Id, $"/api/verdicts/{job.Id}"));
    }

    private static Criterion Read(string criterion, JsonSerializerOptions options)
    {
        var place = "";
        try
        {
            if (JsonSerializer.Deserialize<BetCriterion>(criterion, options) is { } sent)
                return MarketsApi.ToCriterion(sent);
        }
        catch (JsonException wrong)
        {
            place = $" It can't be read at \"{wrong.Path}\".";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair can't be read.
        }

        throw new RefusedException(
            RefusalKind.Invalid, "invalid_criterion",
            $"The field \"criterion\" is JSON as in POST /api/bets, such as {{\"labels\":[\"Dog\"]}}.{place}");
    }

    private static async Task<IResult> ReadAsync(
        Guid id, StandaloneVerdicts verdicts, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(VerdictResponse.From(await verdicts.ReadAsync(id, context.Caller(), cancellationToken)));

    private static async Task<IResult> ReceiptAsync(
        Guid id, StandaloneVerdicts verdicts, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await verdicts.ReadReceiptAsync(id, context.Caller(), cancellationToken), "application/json");

    private static async Task<IResult> HeadAsync(
        StandaloneVerdicts verdicts, ReceiptKey key, CancellationToken cancellationToken)
    {
        var head = await verdicts.FindHeadAsync(cancellationToken);
        return TypedResults.Ok(new VerdictHeadResponse(head?.Sequence ?? 0, head?.Hash, key.Id));
    }

    private static async Task ChainAsync(
        long? after, StandaloneVerdicts verdicts, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/jsonl";
        if (context.Request.IsHead())
            return;
        await foreach (var receipt in verdicts.ReadChainAsync(after ?? 0, cancellationToken))
        {
            await context.Response.Body.WriteAsync(receipt, cancellationToken);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }
    }

    internal sealed record AcceptedVerdict(string Status, Guid VerdictId, string Location);

    internal sealed record VerdictHeadResponse(long Sequence, string? Hash, string KeyId);
}
