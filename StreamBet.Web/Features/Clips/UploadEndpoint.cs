using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Web.Host;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Features.Clips;

/// <summary>PUT /uploads/{ticket}: takes the bytes of a clip from the page. They come by HTTP because the circuit's own channel is
/// some twenty times slower and hangs when a connection breaks. It needs no circuit: the ticket says all there is to know.</summary>
internal static class UploadEndpoint
{
    public static void MapUploads(this WebApplication app) => app.MapPut($"{UploadTickets.Path}/{{ticket}}", ReceiveAsync)
        .RequireAuthorization(new AuthorizeAttribute()).ExcludeFromDescription();

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
            // The bytes came and were answered; what became of the clip is kept with its job, which the page shows.
        }
        catch (RefusedException refused) when (refused.Refusal.Code == ClipIntake.UploadCancelledCode)
        {
            // The page knows, for it asked for that; nobody waits for an answer, nor for the rest of the bytes.
            context.Abort();
        }
    }

    // The answer says that the bytes are here. The rest takes its time, and the page hears of it by its circuit.
    private static Task AnswerAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        return response.CompleteAsync();
    }
}
