using Microsoft.AspNetCore.Mvc;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Core.People;
using StreamBet.Core.Redis;
using StreamBet.Core.Webhooks;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>GET /api/health, what probes ask beside it, and /api/vocabulary.</summary>
internal static partial class HealthApi
{
    private const string NotReady = "not_ready";

    private static readonly MissingPart RedisAway = new(
        "redis", "It can't be used: each server counts limits alone, and pages may show late what happens on other servers.",
        "See the log, and start it again.");

    public static void MapHealth(this RouteGroupBuilder api)
    {
        api.MapGet("/health", HealthAsync)
            .WithName("Health").WithSummary("Whether the server can do its work, and what is missing if not.")
            .Produces<HealthResponse>();
        // Not limited: whoever restarts a server that does not answer would restart one with much to do.
        api.MapGet("/health/live", () => TypedResults.Ok(new ProbeResponse("live"))).DisableRateLimiting()
            .WithName("Live").WithSummary("Whether the process answers. It looks at nothing else.").Produces<ProbeResponse>();
        api.MapGet("/health/ready", ReadyAsync)
            .WithName("Ready").WithSummary("Whether the server can take work: database, models and tools are there.")
            .Produces<ProbeResponse>().Refuses(RefusalKind.Unavailable, NotReady);
        api.MapGet("/vocabulary", (IClipAnalyzer analyzer) => TypedResults.Ok(new VocabularyResponse(
                [.. analyzer.Vocabulary.Labels.Select(label => new VocabularyEntry(
                    label.Name, label.Category, label.IsActivity, label.IsValidated, label.CanBeProved, label.CanBeDisproved,
                    label.Residue, label.Measured, label.Aliases))])))
            .WithName("Vocabulary").WithSummary("The labels that the analyzer can detect.");
    }

    private static async Task<IResult> ReadyAsync(
        ClipReadiness clips, IUnitOfWorkFactory work, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            await using var unit = await work.ReadAsync(cancellationToken);
            await unit.Jobs.CountUnfinishedAsync(null, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoDatabase(loggers.CreateLogger(typeof(HealthApi)), fault);
            throw new RefusedException(RefusalKind.Unavailable, NotReady, "The database can't be reached. Tell the operator.");
        }

        return (await clips.InspectAsync(cancellationToken)).Missing is [var missing, ..]
            ? throw new RefusedException(RefusalKind.Unavailable, NotReady, $"{missing.Name}: {missing.Why} {missing.Remedy}")
            : TypedResults.Ok(new ProbeResponse("ready"));
    }

    private static async Task<IResult> HealthAsync(
        ClipReadiness clips, IClipAnalyzer analyzer, IUnitOfWorkFactory work, ILoggerFactory loggers,
        [FromServices] RedisConnection? redis, CancellationToken cancellationToken)
    {
        var readiness = await clips.InspectAsync(cancellationToken);
        var decoders = await DecoderIsolation.InspectAsync();
        var (full, unfinished) = (new List<string>(), 0);
        try
        {
            await using var unit = await work.ReadAsync(cancellationToken);
            full.AddRange(await clips.FindFullAsync(unit, cancellationToken));
            if (await unit.Webhooks.CountOfAllAsync(Caller.GuestPrefix, cancellationToken) >= WebhookKeeper.MaxOfGuests)
                full.Add($"Guests have {WebhookKeeper.MaxOfGuests} webhooks, which is the limit.");
            unfinished = await unit.Jobs.CountUnfinishedAsync(null, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // A restart would not mend it, so whoever asks is answered.
            LogNoDatabase(loggers.CreateLogger(typeof(HealthApi)), fault);
            readiness = readiness with { Missing = [.. readiness.Missing, new MissingPart("database", "It can't be reached.", "See the log, and start it again.")] };
        }

        if (redis is { IsAway: true })
            readiness = readiness with { Missing = [.. readiness.Missing, RedisAway] };
        return TypedResults.Ok(new HealthResponse(
            readiness is { Missing.Count: 0, Leftovers: 0 } && full.Count == 0 ? "healthy" : "degraded",
            "StreamBet",
            Product.Version,
            analyzer.Name,
            unfinished,
            readiness.Leftovers,
            readiness.Missing,
            full,
            readiness.Advice,
            new DecodersEntry(decoders.IsIsolated ? "isolated" : "limited", decoders.Means, decoders.Why)));
    }

    [LoggerMessage(370, LogLevel.Error, "The database can't be reached.")]
    private static partial void LogNoDatabase(ILogger logger, Exception exception);

    internal sealed record ProbeResponse(string Status);

    internal sealed record HealthResponse(
        string Status, string Service, string Version, string Analyzer, int UnfinishedJobs, int LeftoverClips,
        IReadOnlyList<MissingPart> Missing, IReadOnlyList<string> Full, IReadOnlyList<MissingPart> Advice, DecodersEntry Decoders);

    internal sealed record DecodersEntry(string Status, string Means, string? Why);

    internal sealed record VocabularyResponse(IReadOnlyList<VocabularyEntry> Labels);

    internal sealed record VocabularyEntry(
        string Label, string Category, bool Activity, bool Validated, bool CanBeProved, bool CanBeDisproved,
        double? Residue, MeasuredFigures? Measured, IReadOnlyList<string> Aliases);
}
