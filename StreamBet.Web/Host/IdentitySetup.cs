using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Web.Host;

/// <summary>Registers authentication and authorization.</summary>
internal static class IdentitySetup
{
    /// <summary>The path of circuits.</summary>
    public const string CircuitPath = "/_blazor";

    /// <summary>The path to which anyone may send a clip.</summary>
    public const string AnalyzePath = "/api/analyze";

    private static readonly object Welcomed = new();

    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<LocalKey>();
        services.AddSingleton<SessionCookies>().AddHostedService<SessionRecorder>();
        services.AddSingleton<OperatorLink>().AddHostedService(provider => provider.GetRequiredService<OperatorLink>());
        services.AddAuthentication(StreamBetAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, StreamBetAuthentication>(StreamBetAuthentication.SchemeName, null)
            .AddCookie(StreamBetAuthentication.CookieScheme, cookie =>
            {
                cookie.Cookie.Name = "streambet";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = SessionKeeper.Life;
                cookie.SlidingExpiration = true;
                cookie.EventsType = typeof(SessionCookies);
            });
        services.AddOptions<CookieAuthenticationOptions>(StreamBetAuthentication.CookieScheme).Configure<IOptions<StreamBetOptions>>(
            (cookie, settings) => cookie.Cookie.SecurePolicy =
                settings.Value.KnownProxies.Count > 0 ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);

        // The framework would throw at each page that comes by http if this were always so.
        services.Configure<AntiforgeryOptions>(antiforgery => antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        return services.AddSingleton<RequestLimits>().AddAuthorization();
    }

    public static void UseIdentity(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(ForeignPages.RefuseAsync);
        app.UseMiddleware<RequestLimits>();
        app.Use(WelcomeGuestAsync);
        app.Use(SessionStreams.EndWithSessionAsync);
        app.UseAuthorization();
    }

    public static void MapIdentity(this WebApplication app) =>
        app.MapGet(OperatorLink.Path, async (string? token, OperatorLink link, SessionCookies cookies, HttpContext context) =>
        {
            if (!link.TryUse(token))
            {
                // Without a body, a browser gets the page that says the same.
                return context.Request.WantsPage()
                    ? Results.StatusCode(StatusCodes.Status403Forbidden)
                    : throw new RefusedException(RefusalKind.Forbidden, "operator_link_used", OperatorLink.WhyNot);
            }

            await cookies.SignInAsync(context, Core.People.Caller.OperatorId, Role.Operator);
            return Results.LocalRedirect("~/");
        }).ExcludeFromDescription().WithMetadata(WithoutHead.Mark).RefusesInCommon().Refuses(RefusalKind.Forbidden, "operator_link_used");

    /// <summary>Whether a browser asks for a page, rather than a program for data.</summary>
    public static bool WantsPage(this HttpRequest request) => (HttpMethods.IsGet(request.Method) || request.IsHead())
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api");

    /// <summary>Whether a request is to be authenticated by its header and not by its cookie; an empty header is none.</summary>
    public static bool HasAuthorization(this HttpRequest request) => request.Headers.Authorization.ToString().Length > 0;

    /// <summary>The caller; null when there is none.</summary>
    public static Caller? FindCaller(this HttpContext context)
    {
        var user = context.User;
        return user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Caller(id, user.FindFirstValue(ClaimTypes.Name) ?? id, role, context.Address())
            {
                SessionId = user.FindFirstValue(SessionCookies.SessionClaim),
                KeyId = user.FindFirstValue(SessionCookies.KeyClaim),
            }
            : null;
    }

    /// <summary>The caller.</summary>
    /// <exception cref="RefusedException">The caller is not signed in (401).</exception>
    public static Caller Caller(this HttpContext context) =>
        context.FindCaller() ?? throw new RefusedException(
            RefusalKind.Unknown, "not_signed_in", "You are not signed in.");

    // Makes a browser that opens a page for the first time a guest, and a program that only wants its clip looked at. Nothing is
    // stored until the guest does something.
    private static async Task WelcomeGuestAsync(HttpContext context, RequestDelegate next)
    {
        var isWelcome = (context.Request.WantsPage() && !context.Request.IsHead() && context.Request.Path != OperatorLink.Path
                && !WithoutIdentity.Holds(context))
            || (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == AnalyzePath);
        if (context.Items[Welcomed] is ClaimsPrincipal guest)
        {
            // The request runs through here a second time, for the "not found" page.
            context.User = guest;
        }
        else if (isWelcome && !(await context.AuthenticateAsync(StreamBetAuthentication.CookieScheme)).Succeeded
            && !context.Request.HasAuthorization())
        {
            await context.RequestServices.GetRequiredService<SessionCookies>().WelcomeAsync(context);
            context.Items[Welcomed] = context.User;
        }

        await next(context);
    }

    /// <summary>The network address of a request. Anyone with an IPv6 network has 2^64 addresses in it, so these count as
    /// one.</summary>
    public static string Address(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address.ToString();
        var network = address.GetAddressBytes();
        network.AsSpan(8).Clear();
        return $"{new IPAddress(network)}/64";
    }
}
