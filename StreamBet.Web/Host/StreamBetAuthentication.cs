using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Host;

/// <summary>Authenticates callers by API key, which may be that of the account <c>local</c>, or by cookie.</summary>
internal sealed class StreamBetAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> schemeOptions,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IOptions<StreamBetOptions> options,
    LocalKey local)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemeOptions, loggers, encoder)
{
    public const string SchemeName = "StreamBet";
    public const string CookieScheme = "StreamBet.Cookie";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (WithoutIdentity.Holds(Context))
            return AuthenticateResult.NoResult();
        var authorization = Request.Headers.Authorization.ToString();
        if (authorization.Length > 0)
        {
            // Those of the settings first: they are in memory.
            var byKey = ByKey(authorization);
            return !byKey.Succeeded && await StoredKeys.FindTicketAsync(Context, authorization) is { } stored
                ? AuthenticateResult.Success(stored)
                : byKey;
        }

        var cookie = await Context.AuthenticateAsync(CookieScheme);
        return cookie.Succeeded
            ? AuthenticateResult.Success(new AuthenticationTicket(cookie.Principal, SchemeName))
            : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        throw new RefusedException(
            RefusalKind.Unknown, "not_signed_in",
            Request.HasAuthorization()
                ? "The API key is not one of this server's. Check the Authorization header."
                : "You are not signed in. Send an API key as \"Authorization: Bearer …\", or open the page first and send its cookie. "
                + $"With curl on the server's own machine, add -H @data/{LocalKey.FileName}, where data is the data directory.");

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        throw new RefusedException(RefusalKind.Forbidden, "forbidden", "Your role does not allow this.");

    internal static ClaimsPrincipal Principal(string id, Role role) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Name, Names.FirstOf(id)), new Claim(ClaimTypes.Role, role.ToString())],
        SchemeName));

    private AuthenticateResult ByKey(string authorization)
    {
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.Fail("The Authorization header is not a bearer token.");

        // Compares all keys, as digests, so that the timing reveals nothing about any of them.
        var key = authorization[Bearer.Length..].Trim();
        if (local.Matches(key))
            return Success(Caller.LocalId, Role.Host);
        var sent = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        ApiKey? match = null;
        foreach (var known in options.Value.ApiKeys)
        {
            if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(known.Key)), sent))
                match = known;
        }

        return match is null
            ? AuthenticateResult.Fail("The API key is unknown.")
            : Success(Caller.KeyPrefix + match.Name, Enum.Parse<Role>(match.Role, ignoreCase: true));
    }

    private static AuthenticateResult Success(string id, Role role) =>
        AuthenticateResult.Success(new AuthenticationTicket(Principal(id, role), SchemeName));
}
