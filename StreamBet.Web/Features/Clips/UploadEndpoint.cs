using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Web.Host;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Features.Clips;

/// <summary>PUT /uploads/{ticket}: receives a clip's bytes from the page. They come by HTTP because the circuit's
/// channel is about twenty times slower and hangs when a connection breaks. It needs no circuit: the ticket contains
/// everything.</summary>
internal static class UploadEndpoint
{
    public static void MapUploads(this WebApplication app) => app.MapPut($"{UploadTickets.Path}/{{ticket}}", ReceiveAsync)
        .RequireAuthorization(new AuthorizeAttribute()).ExcludeFromDescription()
        .RefusesInCommon().RefusesUploads().Refuses(RefusalKind.Conflict, "file_changed", "upload_under_way")
        .Refuses(RefusalKind.Forbidden, "upload_ticket_foreign").Refuses(RefusalKind.NotFound, "upload_ticket_invalid");

    private static async Task ReceiveAsync(
        string ticket, HttpContext context, UploadTickets tickets, ClipIntake intake, IOptions<StreamBetOptions> options)
    {
        UploadBody.Prepare(context, options.Value.MaxUploadBytes);
        var permit = await tickets.RedeemAsync(ticket, context.Caller(), context.RequestAborted);
        if (context.Request.ContentLength is { } announced && announced != permit.Bytes)
        {
            await intake.AbandonAsync(permit.JobId, UploadRefusals.FileChanged);
            throw new RefusedException(UploadRefusals.FileChanged);
        }

        try
        {
            await intake.ReceiveAsync(
                permit.JobId, context.Request.Body, permit.Bytes, _ => AnswerAsync(context.Response), context.RequestAborted);
        }
        catch (RefusedException) when (context.Response.HasStarted)
        {
            // The bytes have arrived and were acknowledged; the job records the rest, and the page shows it.
        }
        catch (RefusedException refused) when (refused.Refusal.Code == IntakeRefusals.Cancelled.Code)
        {
            // The page itself cancelled the upload, so nobody waits for an answer or for the remaining bytes.
            context.Abort();
        }
    }

    // Acknowledges the bytes. The rest takes longer, and the page learns about it through its circuit.
    private static Task AnswerAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        return response.CompleteAsync();
    }
}
