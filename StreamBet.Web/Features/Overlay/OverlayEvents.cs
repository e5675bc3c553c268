using System.Globalization;
using System.Text.Json;

namespace StreamBet.Web.Features.Overlay;

/// <summary>The server-sent events of an overlay.</summary>
internal static class OverlayEvents
{
    /// <summary>How they are written.</summary>
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly byte[] SignOfLife = ":\n\n"u8.ToArray();

    /// <summary>The event that shows a state.</summary>
    public static byte[] Write(OverlayState state) =>
        [.. "event: state\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(state, Json), .. "\n\n"u8];

    /// <summary>Sends what an overlay shows until its viewer leaves or the server stops.</summary>
    public static async Task SendAsync(
        HttpContext context, OverlayView view, TimeProvider time, CancellationToken stopping)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            // The page counts the seconds to the lock by the server's clock.
            await context.Response.WriteAsync(
                string.Create(CultureInfo.InvariantCulture, $"event: now\ndata: {time.GetUtcNow().ToUnixTimeMilliseconds()}\n\n"), stop.Token);
            byte[]? sent = null;
            while (true)
            {
                var moment = await view.NowAsync(stop.Token);
                await context.Response.Body.WriteAsync(ReferenceEquals(moment.Event, sent) ? SignOfLife : moment.Event, stop.Token);
                await context.Response.Body.FlushAsync(stop.Token);
                sent = moment.Event;
                await moment.Next.WaitAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody looks any more, or the page comes back to the next server.
        }
    }
}
