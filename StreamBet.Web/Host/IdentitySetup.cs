using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Host;

/// <summary>Registers authentication and authorization.</summary>
internal static class IdentitySetup
{
    /// <summary>The path of circuits.</summary>
    public const string CircuitPath = "/_blazor";

    private static readonly object Welcomed = new();
    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(365);

    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<LocalAccount>();
        services.AddSingleton<OperatorLink>().AddHostedService(provider => provider.GetRequiredService<OperatorLink>());
        services.AddAuthentication(StreamBetAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, StreamBetAuthentication>(StreamBetAuthentication.SchemeName, null)
            .AddCookie(StreamBetAuthentication.CookieScheme, cookie =>
            {
                cookie.Cookie.Name = "streambet";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = CookieLife;
                cookie.SlidingExpiration = true;
            });
        return services.AddAuthorization();
    }

    public static void UseIdentity(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(RefuseForeignPagesAsync);
        app.Use(WelcomeGuestAsync);
        app.UseAuthorization();
    }

    public static void MapIdentity(this WebApplication app) =>
        app.MapGet(OperatorLink.Path, async (string? token, OperatorLink link, HttpContext context) =>
        {
            if (!link.TryUse(token))
            {
                // Without a body, a browser gets the page that says the same.
                return context.Request.WantsPage()
                    ? Results.StatusCode(StatusCodes.Status403Forbidden)
                    : throw new RefusedException(RefusalKind.Forbidden, "operator_link_used", OperatorLink.WhyNot);
            }

            await SignInAsync(context, Core.People.Caller.OperatorId, Role.Operator);
            return Results.LocalRedirect("~/");
        }).ExcludeFromDescription().WithMetadata(WithoutHead.Mark).Refuses(RefusalKind.Forbidden, "operator_link_used");

    /// <summary>Whether a browser asks for a page, rather than a program for data.</summary>
    public static bool WantsPage(this HttpRequest request) => (HttpMethods.IsGet(request.Method) || request.IsHead())
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api");

    /// <summary>The caller; null when there is none.</summary>
    public static Caller? FindCaller(this HttpContext context)
    {
        var user = context.User;
        return user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Caller(id, user.FindFirstValue(ClaimTypes.Name) ?? id, role, AddressOf(context))
            : null;
    }

    /// <summary>The caller.</summary>
    /// <exception cref="RefusedException">The caller is not signed in (401).</exception>
    public static Caller Caller(this HttpContext context) =>
        context.FindCaller() ?? throw new RefusedException(
            RefusalKind.Unknown, "not_signed_in", "You are not signed in.");

    private static Task SignInAsync(HttpContext context, string id, Role role)
    {
        var principal = StreamBetAuthentication.Principal(id, role);
        context.User = principal;
        return context.SignInAsync(
            StreamBetAuthentication.CookieScheme, principal, new AuthenticationProperties { IsPersistent = true });
    }

    // Makes a browser that opens a page for the first time a guest. Nothing is stored until the guest does something.
    private static async Task WelcomeGuestAsync(HttpContext context, RequestDelegate next)
    {
        var isPage = context.Request.WantsPage() && !context.Request.IsHead() && context.Request.Path != OperatorLink.Path;
        if (context.Items[Welcomed] is ClaimsPrincipal guest)
        {
            // The request runs through here a second time, for the "not found" page.
            context.User = guest;
        }
        else if (isPage && !(await context.AuthenticateAsync(StreamBetAuthentication.CookieScheme)).Succeeded
            && context.Request.Headers.Authorization.Count == 0)
        {
            var number = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            await SignInAsync(context, Core.People.Caller.GuestPrefix + number, Role.Guest);
            context.Items[Welcomed] = context.User;
        }

        await next(context);
    }

    // SameSite=Lax already keeps the cookie out of other sites' requests; this also covers sites on other ports of the
    // same host, and circuits, whose WebSocket is a GET that no browser's same-origin policy stops.
    private static Task RefuseForeignPagesAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var isRead = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)) && !request.Path.StartsWithSegments(CircuitPath);
        var allowed = context.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<StreamBetOptions>>()
            .Value.AllowedOrigins;
        if (!isRead && request.Headers.Authorization.Count == 0 && LocalAccount.IsForeignPage(request)
            && !allowed.Contains(request.Headers.Origin.ToString()))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "foreign_origin",
                "The request came from a page of another site. To allow it, add its origin to StreamBet:AllowedOrigins.");
        }

        return next(context);
    }

    // Anyone with an IPv6 network has 2^64 addresses in it, so these count as one.
    private static string AddressOf(HttpContext context)
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
