using StreamBet.Core.People.Sessions;

namespace StreamBet.Web.Host;

/// <summary>Ends streams of events with the session that opened them.</summary>
internal static class SessionStreams
{
    /// <summary>Handles a request; one that follows events is aborted when its session is ended.</summary>
    public static async Task EndWithSessionAsync(HttpContext context, RequestDelegate next)
    {
        var isStream = context.Request.Path.Value is { } path && path.EndsWith("/events", StringComparison.Ordinal);
        using var watch = isStream && context.FindCaller() is { SessionId: { } session } caller
            ? context.RequestServices.GetRequiredService<SessionKeeper>().WhenEnded(caller.Id, session, context.Abort)
            : null;
        await next(context);
    }
}
