using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using StreamBet.Core.People.Keys;

namespace StreamBet.Web.Host;

/// <summary>Authenticates programs by the keys that people made on this server.</summary>
internal static class StoredKeys
{
    private const string Bearer = "Bearer ";

    /// <summary>The ticket of a request with such a key.</summary>
    /// <returns>The ticket; null if what was sent is no such key, and may be one of the settings.</returns>
    public static async Task<AuthenticationTicket?> FindTicketAsync(HttpContext context, string authorization)
    {
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            || await context.RequestServices.GetRequiredService<KeyRing>()
                .FindAsync(authorization[Bearer.Length..].Trim(), context.RequestAborted) is not { } key)
        {
            return null;
        }

        var principal = StreamBetAuthentication.Principal(key.PersonId, key.EffectiveRole);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(SessionCookies.KeyClaim, key.Id));
        return new AuthenticationTicket(principal, StreamBetAuthentication.SchemeName);
    }
}
