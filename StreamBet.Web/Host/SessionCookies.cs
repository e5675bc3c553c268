using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using StreamBet.Core.People;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Web.Host;

/// <summary>The cookies of browsers. A cookie says who and carries the secret of a session; what the person may do, and whether
/// the session was ended, the server knows.</summary>
internal sealed class SessionCookies(SessionKeeper sessions, TimeProvider time) : CookieAuthenticationEvents
{
    /// <summary>The claims of the session's id, and of the id of the key that acts for a person.</summary>
    public const string SessionClaim = "session", KeyClaim = "key";

    private const string SecretClaim = "secret";

    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (await FindAsync(context.Principal!, context.Properties, context.HttpContext) is { } session)
            context.ReplacePrincipal(PrincipalOf(session));
        else
            context.RejectPrincipal();
    }

    /// <inheritdoc/>
    public override async Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        // Renewed after its session was ended, a cookie would outlive the record of that.
        if (context.ShouldRenew)
            context.ShouldRenew = await FindAsync(context.Principal!, context.Properties, context.HttpContext) is not null;
    }

    /// <summary>Makes this browser a new guest. Nothing is stored until the guest does something.</summary>
    public Task WelcomeAsync(HttpContext context)
    {
        var secret = Secrets.New();
        var token = TokenOf(Caller.GuestPrefix + Guid.NewGuid().ToString("N"), secret, context);
        return SetAsync(context, sessions.Welcome(token), secret);
    }

    /// <summary>Signs this browser in as a person, in a session that is stored at once.</summary>
    public async Task SignInAsync(HttpContext context, string personId, Role role)
    {
        var secret = Secrets.New();
        var token = TokenOf(personId, secret, context);
        await sessions.BeginAsync(token, role, context.RequestAborted);
        await SetAsync(context, new LiveSession(token.Id, personId, role), secret);
    }

    /// <summary>Signs this browser in to an account by a transfer code.</summary>
    /// <exception cref="Core.Kernel.RefusedException">See <see cref="TransferCodes.TakeAsync"/>.</exception>
    public async Task TransferAsync(HttpContext context, TransferCodes codes, string? code, bool leaves)
    {
        var secret = Secrets.New();
        SessionToken? token = null;
        var personId = await codes.TakeAsync(
            code, context.FindCaller(), leaves, person => token = TokenOf(person, secret, context), context.Address(), context.RequestAborted);
        await SetAsync(context, new LiveSession(token!.Id, personId, Role.Guest), secret);
    }

    /// <summary>Ends the session of this browser and deletes its cookie.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        if (context.FindCaller() is { SessionId: { } session } caller)
            await sessions.EndAsync(caller.Id, session, CancellationToken.None);
        await context.SignOutAsync(StreamBetAuthentication.CookieScheme);
    }

    private async Task<LiveSession?> FindAsync(ClaimsPrincipal kept, AuthenticationProperties properties, HttpContext context) =>
        Read(kept, properties.IssuedUtc, context) is { } token ? await sessions.FindAsync(token, context.RequestAborted) : null;

    private static Task SetAsync(HttpContext context, LiveSession session, string secret)
    {
        context.User = PrincipalOf(session);
        var kept = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, session.PersonId), new Claim(SecretClaim, secret)],
            StreamBetAuthentication.CookieScheme));
        return context.SignInAsync(
            StreamBetAuthentication.CookieScheme, kept, new AuthenticationProperties { IsPersistent = true });
    }

    private static ClaimsPrincipal PrincipalOf(LiveSession session)
    {
        var principal = StreamBetAuthentication.Principal(session.PersonId, session.Role);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(SessionClaim, session.Id));
        return principal;
    }

    // Cookies of 0.1.0 have no secret. A guest's goes on, as the one session of that guest: it is signed, so that its id need not
    // be secret. Nobody else's does: it would be an operator for a year, whoever has it.
    private static SessionToken? Read(ClaimsPrincipal kept, DateTimeOffset? issuedAt, HttpContext context)
    {
        if (kept.FindFirstValue(ClaimTypes.NameIdentifier) is not { } personId)
            return null;
        var secret = kept.FindFirstValue(SecretClaim)
            ?? (personId.StartsWith(Caller.GuestPrefix, StringComparison.Ordinal) ? $"0.1.0 {personId}" : null);
        return secret is null ? null : TokenOf(personId, secret, context, issuedAt ?? DateTimeOffset.MinValue);
    }

    private SessionToken TokenOf(string personId, string secret, HttpContext context) =>
        TokenOf(personId, secret, context, time.GetUtcNow());

    private static SessionToken TokenOf(string personId, string secret, HttpContext context, DateTimeOffset madeAt) =>
        SessionToken.Of(personId, secret, madeAt, context.Address(), context.Request.Headers.UserAgent.ToString());
}
