using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.People;
using StreamBet.Core.People.Sessions;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/me/sessions, and /api/people for an operator: who is signed in where.</summary>
internal static class SessionsApi
{
    public static void MapSessions(this RouteGroupBuilder api)
    {
        api.MapGet("/me/sessions", ListOwnAsync).WithName("Sessions").WithSummary("Where the caller is signed in.")
            .Produces<SessionsResponse>().Refuses(RefusalKind.Forbidden, "not_by_key");
        api.MapDelete("/me/sessions", EndOthersAsync).WithName("EndSessions").WithSummary("Signs the caller out everywhere else.")
            .Produces<SessionsResponse>().Refuses(RefusalKind.Forbidden, "not_by_key");
        api.MapDelete("/me/sessions/{id}", EndOwnAsync).WithName("EndSession").WithSummary("Ends one session of the caller.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.Forbidden, "not_by_key").Refuses(RefusalKind.NotFound, "session_not_found");
        api.MapGet("/people", FindAsync).WithName("FindPerson").WithSummary("A person by name or id, with their sessions and keys; for operators.")
            .Produces<PersonResponse>().Refuses(RefusalKind.Forbidden, "forbidden").Refuses(RefusalKind.NotFound, "person_not_found");
        api.MapDelete("/people/{person}/sessions", EndAllOfAsync).WithName("EndSessionsOf").WithSummary("Signs a person out everywhere; for operators.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.Forbidden, "forbidden", "not_by_key");
        api.MapDelete("/people/{person}/sessions/{id}", EndOfAsync).WithName("EndSessionOf").WithSummary("Ends one session of a person; for operators.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.Forbidden, "forbidden", "not_by_key").Refuses(RefusalKind.NotFound, "session_not_found");
        api.MapDelete("/people/{person}/keys/{id}", RevokeOfAsync).WithName("RevokeKeyOf").WithSummary("Revokes a key of a person; for operators.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.Forbidden, "forbidden", "not_by_key").Refuses(RefusalKind.NotFound, "key_not_found");
    }

    private static async Task<IResult> ListOwnAsync(
        AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        return TypedResults.Ok(new SessionsResponse(
            ShownSession.Of(await security.SessionsAsync(caller, caller.Id, cancellationToken), caller.SessionId)));
    }

    private static async Task<IResult> EndOthersAsync(
        AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        await security.EndSessionsAsync(caller, caller.Id, cancellationToken);
        return await ListOwnAsync(security, context, cancellationToken);
    }

    private static async Task<IResult> EndOwnAsync(
        string id, AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        await security.EndSessionAsync(caller, caller.Id, id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> FindAsync(
        string? name, AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var person = await security.FindPersonAsync(caller, name, cancellationToken);
        return TypedResults.Ok(new PersonResponse(
            person.Id, person.Name, person.CreatedAt,
            ShownSession.Of(await security.SessionsAsync(caller, person.Id, cancellationToken), caller.SessionId),
            [.. (await security.KeysAsync(caller, person.Id, cancellationToken)).Select(ShownKey.Of)]));
    }

    private static async Task<IResult> EndAllOfAsync(
        string person, AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        await security.EndSessionsAsync(context.Caller(), person, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> EndOfAsync(
        string person, string id, AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        await security.EndSessionAsync(context.Caller(), person, id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> RevokeOfAsync(
        string person, string id, AccountSecurity security, HttpContext context, CancellationToken cancellationToken)
    {
        await security.RevokeKeyAsync(context.Caller(), person, id, cancellationToken);
        return TypedResults.NoContent();
    }

    internal sealed record SessionsResponse(IReadOnlyList<ShownSession> Sessions);

    internal sealed record PersonResponse(
        string Id, string Name, DateTimeOffset KnownSince, IReadOnlyList<ShownSession> Sessions, IReadOnlyList<ShownKey> Keys);

    internal sealed record ShownSession(
        string Id, bool Current, Role Role, DateTimeOffset MadeAt, DateTimeOffset SeenAt, string Address, string Browser)
    {
        public static IReadOnlyList<ShownSession> Of(IReadOnlyList<Session> sessions, string? current) =>
        [
            .. sessions.Select(session => new ShownSession(
                session.Id, session.Id == current, session.Role, session.MadeAt, session.SeenAt, session.Address, session.Browser)),
        ];
    }
}
