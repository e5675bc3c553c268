using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;

namespace StreamBet.Web.Host;

/// <summary>Authenticates programs by the keys that people made on this server.</summary>
internal static class StoredKeys
{
    private const string Bearer = "Bearer ";

    /// <summary>The ticket of a request with such a key.</summary>
    /// <returns>The ticket; null if what was sent is no such key, and may be one of the settings.</returns>
    /// <exception cref="Core.Kernel.RefusedException">Too many wrong keys came from this address (429).</exception>
    public static async Task<AuthenticationTicket?> FindTicketAsync(HttpContext context, string authorization)
    {
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            || authorization[Bearer.Length..].Trim() is var secret && !secret.StartsWith(PersonKey.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        // A key that is not known yet costs a look into the database, so that an address has only so many.
        var (keys, limits) = (context.RequestServices.GetRequiredService<KeyRing>(), context.RequestServices.GetRequiredService<AddressLimits>());
        if (!keys.MayKnow(secret))
            await limits.CountKeyAsync(context.Address());
        if (await keys.FindAsync(secret, context.RequestAborted) is not { } key)
        {
            await limits.CountWrongKeyAsync(context.Address());
            return null;
        }

        var principal = StreamBetAuthentication.Principal(key.PersonId, key.EffectiveRole);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(SessionCookies.KeyClaim, key.Id));
        return new AuthenticationTicket(principal, StreamBetAuthentication.SchemeName);
    }
}
