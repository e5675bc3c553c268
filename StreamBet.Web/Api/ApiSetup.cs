using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Web.Api.Contract;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>Registers the JSON API; each area has its own file in this folder.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;

            // A misspelt "threshold" must not open a market with the default one.
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

            // Nor may what was sent mean two things: "1" is no number, and of two values of one name neither counts.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.AllowDuplicateProperties = false;
            options.SerializerOptions.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        });
        services.AddOptions<CorsOptions>().Configure<IOptions<StreamBetOptions>>((cors, settings) =>
            cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. settings.Value.AllowedOrigins]).AllowAnyHeader().AllowAnyMethod().AllowCredentials()));
        return services
            .AddSingleton<BetWriter>()
            .AddSingleton<BetPages>()
            .AddSingleton<JsonBytes>()
            .AddCors()
            .AddApiErrors();
    }

    public static void MapApi(this WebApplication app)
    {
        var open = app.MapGroup("/api").WithHead();
        open.MapHealth();
        open.MapMarkets();
        open.MapReceipts();
        open.MapRecord();
        open.MapEvidence();
        open.MapPictures();

        var known = app.MapGroup("/api").WithHead().RequireAuthorization(new AuthorizeAttribute());
        known.MapMarketChanges();
        known.MapReviews();
        known.MapPictureChanges();
        known.MapAnalyze();
        known.MapJobs();
        known.MapResolve();
        known.MapProofs();
        known.MapMe();
    }
}
