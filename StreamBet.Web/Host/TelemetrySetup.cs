using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using StreamBet.Core.Access;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Sends traces, metrics and logs where OpenTelemetry's own settings say, and lets metrics be read at /metrics. Where neither
/// is asked for, nothing of it is registered.</summary>
internal static class TelemetrySetup
{
    /// <summary>OpenTelemetry's setting for where to send all signals; without it, nothing is sent.</summary>
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The path at which metrics can be read.</summary>
    public const string MetricsPath = "/metrics";

    // Circuits stay open for hours, and probes ask all the time.
    private static readonly string[] Untraced = [IdentitySetup.CircuitPath, MetricsPath, "/api/health"];

    private static readonly string[] FrameworkMeters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Registers what the settings ask for.</summary>
    /// <exception cref="OptionsValidationException">The endpoint is not an address.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var endpoint = builder.Configuration[EndpointKey];
        var (isSent, isRead) = (!string.IsNullOrWhiteSpace(endpoint), IsRead(builder.Configuration));
        if (isSent && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new OptionsValidationException(
                EndpointKey, typeof(Uri), [$"{EndpointKey} is \"{endpoint}\" and must be an address such as http://127.0.0.1:4317."]);
        }

        if (!isSent && !isRead)
            return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? "streambet", serviceVersion: Product.Version))
            .WithMetrics(metrics => metrics.AddMeter([Telemetry.Name, .. FrameworkMeters]));
        if (isRead)
        {
            builder.Services.AddSingleton<MetricsReader>();
            telemetry.WithMetrics(metrics => metrics.AddReader(provider => provider.GetRequiredService<MetricsReader>()));
        }

        if (isSent)
        {
            telemetry
                .WithTracing(tracing => tracing
                    .AddSource(Telemetry.Name, "Npgsql", "System.Net.Http")
                    .AddAspNetCoreInstrumentation(requests =>
                    {
                        requests.EnableAspNetCoreSignalRSupport = false;
                        requests.EnableRazorComponentsSupport = false;
                        requests.Filter = context => !Untraced.Any(path => context.Request.Path.StartsWithSegments(path));

                        // Paths may hold tickets and people's ids. The route is kept, and says as much as is needed.
                        requests.EnrichWithHttpRequest = (span, _) =>
                            span.SetTag("url.path", null).SetTag("url.query", null).SetTag("user_agent.original", null);
                    }))
                .WithLogging(null, logs => logs.IncludeFormattedMessage = true)
                .UseOtlpExporter();
        }
    }

    /// <summary>Maps /metrics where the settings ask for it.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<StreamBetOptions>>().Value.Metrics)
            return;
        app.MapGet(MetricsPath, (HttpContext context, MetricsReader metrics) => MetricsAccess.MayRead(context.Caller())
                ? Results.Text(metrics.Read(), MetricsReader.ContentType)
                : throw new RefusedException(
                    RefusalKind.Forbidden, "forbidden", "Only an operator's key and this machine's may read the metrics."))
            .RequireAuthorization(new AuthorizeAttribute()).ExcludeFromDescription().RefusesInCommon().Refuses(RefusalKind.Forbidden, "forbidden");
    }

    // The settings were checked before.
    private static bool IsRead(ConfigurationManager configuration) =>
        bool.TryParse(configuration[$"{StreamBetOptions.Section}:{nameof(StreamBetOptions.Metrics)}"], out var isRead) && isRead;
}
