using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Web.Host;

/// <summary>Ends streams of events with the session, or soon after the key, that opened them.</summary>
internal static partial class SessionStreams
{
    /// <summary>Handles a request; one that follows events is aborted when its session is ended or its key revoked.</summary>
    public static async Task EndWithSessionAsync(HttpContext context, RequestDelegate next)
    {
        switch (EventStream.IsAsked(context) ? context.FindCaller() : null)
        {
            case { SessionId: { } session } caller:
                using (context.RequestServices.GetRequiredService<SessionKeeper>().WhenEnded(caller.Id, session, context.Abort))
                    await next(context);
                break;
            case { KeyId: { } key }:
                using (var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted))
                {
                    var watching = EndWithKeyAsync(context, key, over.Token);
                    try
                    {
                        await next(context);
                    }
                    finally
                    {
                        await over.CancelAsync();
                        await watching;
                    }
                }

                break;
            default:
                await next(context);
                break;
        }
    }

    // Asked, since the command "keys" revokes a key in another process.
    private static async Task EndWithKeyAsync(HttpContext context, string keyId, CancellationToken over)
    {
        var keys = context.RequestServices.GetRequiredService<KeyRing>();
        using var timer = new PeriodicTimer(KeyRing.Freshness, context.RequestServices.GetRequiredService<TimeProvider>());
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (await IsInForceAsync(context, keys, keyId, over))
                    continue;
                context.Abort();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The stream is over.
        }
    }

    // A stream whose key can't be asked about is ended: its program opens it again.
    private static async Task<bool> IsInForceAsync(HttpContext context, KeyRing keys, string keyId, CancellationToken over)
    {
        try
        {
            return await keys.IsInForceAsync(keyId, over);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogUnread(context.RequestServices.GetRequiredService<ILogger<KeyRing>>(), fault, keyId);
            return false;
        }
    }

    [LoggerMessage(360, LogLevel.Warning, "Whether key {KeyId} is in force could not be read; its stream was ended.")]
    private static partial void LogUnread(ILogger logger, Exception fault, string keyId);
}
