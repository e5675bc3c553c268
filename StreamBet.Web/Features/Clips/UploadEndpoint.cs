using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Web.Host;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Features.Clips;

/// <summary>PUT /uploads/{ticket}: takes the bytes of a clip from the page. They come by HTTP because the circuit's own
/// channel is some twenty times slower and hangs when a connection breaks.</summary>
internal static class UploadEndpoint
{
    public const string Path = "/uploads";

    public static IServiceCollection AddUploads(this IServiceCollection services) => services.AddSingleton<UploadTickets>();

    public static void MapUploads(this WebApplication app) =>
        app.MapPut($"{Path}/{{ticket}}", ReceiveAsync).RequireAuthorization(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task ReceiveAsync(
        string ticket, HttpContext context, UploadTickets tickets, IOptions<StreamBetOptions> options)
    {
        UploadBody.Prepare(context, options.Value.MaxUploadBytes);
        var redeemed = tickets.Redeem(ticket, context.Caller());
        try
        {
            await redeemed.Owner.ReceiveAsync(
                redeemed, context.Request.Body, context.Request.ContentLength, _ => AnswerAsync(context.Response),
                context.RequestAborted);
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
