using System.Buffers.Text;
using System.Security.Cryptography;

namespace StreamBet.Web.Host;

/// <summary>The headers by which a browser limits what a page of this server may do. Every response has them: pages, the API,
/// static files, refusals.</summary>
internal static class SecurityHeaders
{
    private const int NonceBytes = 18;

    private static readonly object Nonce = new();

    private static readonly string Plain = PolicyOf(nonce: null, NobodyFrames);
    private static readonly string PlainFramed = PolicyOf(nonce: null, AnybodyFrames);

    private const string NobodyFrames = "'none'";
    private const string AnybodyFrames = "*";

    // No page needs a device or a payment. What isn't named keeps the browser's default, such as full screen for a clip.
    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
        + "payment=(), publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()";

    /// <summary>Adds the headers to every response. It comes first: an error's answer is made anew and loses those set
    /// before.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Add, context);
        return next(context);
    });

    /// <summary>The number by which this response's inline scripts are known; made when first asked for, which must be before
    /// the response starts.</summary>
    public static string ScriptNonce(this HttpContext context)
    {
        if (context.Items[Nonce] is string known)
            return known;
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Items[Nonce] = nonce;
        return nonce;
    }

    private static Task Add(object state)
    {
        var context = (HttpContext)state;
        var isFramed = context.GetEndpoint()?.Metadata.GetMetadata<MayBeFramedAttribute>() is not null;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Items[Nonce] is string nonce
            ? PolicyOf(nonce, isFramed ? AnybodyFrames : NobodyFrames)
            : isFramed ? PlainFramed : Plain;

        // A response is what its Content-Type says: no text that somebody sent is taken for a script.
        headers.XContentTypeOptions = "nosniff";

        // Other sites don't learn which market or job somebody came from. Not "no-referrer": it would make the Origin of a
        // form's POST "null", and the check of origins would refuse the page itself.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;

        // A page that another site opened can't be reached from it, nor it from here.
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // For browsers that don't know frame-ancestors.
        if (!isFramed)
            headers.XFrameOptions = "DENY";
        return Task.CompletedTask;
    }

    private static string PolicyOf(string? nonce, string frames) => string.Join(
        "; ",

        // Whatever isn't named below, such as workers and frames inside a page.
        "default-src 'none'",

        // Scripts are this server's files. The one inline script is the import map, known by its nonce.
        nonce is null ? "script-src 'self'" : $"script-src 'self' 'nonce-{nonce}'",

        // MudBlazor places its popovers by style attributes, as do bars and boxes here.
        "style-src 'self' 'unsafe-inline'",

        // "data:" for MudBlazor's icons in its style sheet, "blob:" for a picture that is chosen and not yet sent.
        "img-src 'self' data: blob:",

        // A clip is played from the file that was chosen.
        "media-src 'self' blob:",
        "font-src 'self'",

        // The circuit's WebSocket, uploads and the API.
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",

        // Nobody redirects the page's relative addresses or its forms.
        "base-uri 'self'",
        "form-action 'self'",

        // No page of another site shows this one inside it and makes people click on what they don't see.
        $"frame-ancestors {frames}");
}

/// <summary>Marks a page that other sites may show in a frame, such as an overlay. It must have nothing to click on that
/// does something for the person who looks at it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MayBeFramedAttribute : Attribute;
