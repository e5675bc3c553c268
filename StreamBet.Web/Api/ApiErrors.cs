using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using StreamBet.Core.Kernel;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>Answers every error with problem details (RFC 9457) that carry a sentence and a stable code.</summary>
internal static partial class ApiErrors
{
    public static IServiceCollection AddApiErrors(this IServiceCollection services) => services
        .AddExceptionHandler<ProblemHandler>()
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
        .AddProblemDetails(options => options.CustomizeProblemDetails = context => Complete(context.ProblemDetails));

    public static void UseApiErrors(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => WriteAsync(
            context.HttpContext, new ProblemDetails { Status = context.HttpContext.Response.StatusCode }));
        app.Use(SayWhatIsMissingAsync);
        app.Use(RefuseOddHostAsync);
    }

    /// <summary>Refuses bodies in a charset that nothing here reads; the framework's JSON reader treats one as a server error.</summary>
    public static void UseKnownCharsets(this WebApplication app) => app.Use((context, next) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue && !IsKnown(type)
            ? throw new RefusedException(
                RefusalKind.Unsupported, "unsupported_charset", "The body's charset is not supported. Send it as UTF-8.")
            : next(context));

    /// <summary>The HTTP status of a kind of refusal.</summary>
    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unknown => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    // UTF-7 is known to the framework, which throws at it.
    private static bool IsKnown(MediaTypeHeaderValue type)
    {
        try
        {
            return type.Encoding is not null;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    // A page could not tell its own address. Old probes send no Host at all; the API needs none.
    private static Task RefuseOddHostAsync(HttpContext context, RequestDelegate next)
    {
        var (host, isApi) = (context.Request.Host, context.Request.Path.StartsWithSegments("/api"));
        return (host.HasValue || isApi) && (!host.HasValue || Uri.TryCreate($"{context.Request.Scheme}://{host}", UriKind.Absolute, out _))
            ? next(context)
            : throw new RefusedException(RefusalKind.Invalid, Invalid, "The Host header names no host. Ask for the address of the site.");
    }

    // The routing takes any address for that of a page or an asset, which other methods than GET don't have.
    private static async Task SayWhatIsMissingAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response is not { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
            return;
        var endpoints = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        if (endpoints.Any(endpoint => Leads(endpoint.RoutePattern, context.Request.Path)))
            return;
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.Headers.Remove(HeaderNames.Allow);
    }

    private static bool Leads(RoutePattern pattern, PathString path) =>
        pattern.Parameters.All(parameter => !parameter.IsCatchAll)
        && new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(path, []);

    private const string TooLarge =
        "The body is larger than this address takes, at most 30 MB. Send less; clips go to POST /api/analyze.";

    private const string Invalid = "invalid_request";

    private const string Unreadable =
        "The request cannot be read: its body or one of its values is missing or of another kind. See docs/api.md for what to send.";

    // Who accepts other things alone gets problems too (RFC 9110, 12.5.1): the framework would send a line without the code.
    private static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Request.Headers.Accept = default;
        return context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem }).AsTask();
    }

    // Completes errors that the framework created, such as for unknown addresses.
    private static void Complete(ProblemDetails problem)
    {
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        problem.Detail ??= status switch
        {
            StatusCodes.Status400BadRequest => Unreadable,
            StatusCodes.Status404NotFound => "There is nothing at this address. See docs/api.md for the endpoints.",
            StatusCodes.Status405MethodNotAllowed => "This address does not support this method. See docs/api.md.",
            StatusCodes.Status413PayloadTooLarge => TooLarge,
            StatusCodes.Status415UnsupportedMediaType => "The body must be JSON, sent with Content-Type: application/json.",
            _ => ReasonPhrases.GetReasonPhrase(status),
        };
        if (status != StatusCodes.Status400BadRequest)
            problem.Extensions.TryAdd("code", ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant().Replace(' ', '_'));
        else if (problem.Extensions.TryAdd("code", Invalid))
            Metrics.Refusals.Add(1, Metrics.Label("code", Invalid));
    }

    private sealed partial class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(
            HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            var (status, code, sentence) = exception switch
            {
                RefusedException { Refusal: var refusal } => (StatusOf(refusal.Kind), refusal.Code, refusal.Sentence),
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                    (StatusCodes.Status413PayloadTooLarge, "payload_too_large", TooLarge),
                BadHttpRequestException bad => (bad.StatusCode, Invalid, Explain(bad)),
                _ => (
                    StatusCodes.Status500InternalServerError, "processing_error",
                    $"Something went wrong on the server. Quote reference {context.TraceIdentifier} to the operator."),
            };
            Metrics.Refusals.Add(1, Metrics.Label("code", code));
            if (status == StatusCodes.Status500InternalServerError)
                LogBroken(exception, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            if (exception is RefusedException { Refusal.RetryAfter: { } after })
                context.Response.Headers.RetryAfter = after.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            if (status == StatusCodes.Status401Unauthorized)
                context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = status;
            if (context.Request.WantsPage())
            {
                await PlainPage.WriteAsync(context.Response, ReasonPhrases.GetReasonPhrase(status), sentence);
                return true;
            }

            await WriteAsync(
                context,
                new ProblemDetails
                {
                    Status = status,
                    Title = ReasonPhrases.GetReasonPhrase(status),
                    Detail = sentence,
                    Extensions = { ["code"] = code },
                });
            return true;
        }

        [LoggerMessage(300, LogLevel.Error, "{Method} {Path} failed ({TraceId}).")]
        private partial void LogBroken(Exception exception, string method, string path, string traceId);

        private static string Explain(BadHttpRequestException exception) =>
            exception.InnerException is System.Text.Json.JsonException json
                ? $"The body is not the JSON that this asks for, at \"{json.Path}\" in line {json.LineNumber + 1}: it is no JSON, a "
                    + "field is unknown or named twice, or a value is of another kind. See docs/api.md for what to send."
                : Unreadable;
    }
}
