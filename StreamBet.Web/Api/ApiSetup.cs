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
            .AddSingleton<IdempotentCalls>()
            .AddApiDocument()
            .AddCors()
            .AddApiErrors();
    }

    public static void MapApi(this WebApplication app)
    {
        var open = app.MapGroup("/api").WithHead().RefusesInCommon();
        open.OfArea("Server").MapHealth();
        open.OfArea("Server").MapApiDocument();
        open.OfArea("Markets").MapMarkets();
        open.OfArea("Markets").MapEvidence();
        open.OfArea("Pictures").MapPictures();
        open.OfArea("Receipts").MapReceipts();
        open.OfArea("Receipts").MapRecord();
        open.OfArea("Verdicts").MapVerdictChain();
        open.OfArea("You").MapTransfer();

        var known = app.MapGroup("/api").WithHead().RefusesInCommon().RequireAuthorization(new AuthorizeAttribute());
        known.OfArea("Markets").MapMarketChanges();
        known.OfArea("Review").MapReviews();
        known.OfArea("Pictures").MapPictureChanges();
        known.OfArea("Clips and jobs").MapAnalyze();
        known.OfArea("Clips and jobs").MapJobs();
        known.OfArea("Verdicts").MapResolve();
        known.OfArea("Verdicts").MapVerdicts();
        known.OfArea("Receipts").MapProofs();
        known.OfArea("You").MapMe();
        known.OfArea("You").MapSessions();
        known.OfArea("You").MapKeys();
        known.OfArea("You").MapAccountChanges();
        known.OfArea("Webhooks").MapWebhooks();
        app.MapApiPage();
    }

    private static RouteGroupBuilder OfArea(this RouteGroupBuilder api, string area) => api.MapGroup("").WithTags(area);
}
