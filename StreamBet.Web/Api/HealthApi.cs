using StreamBet.Core;
using StreamBet.Core.Analysis;

namespace StreamBet.Web.Api;

/// <summary>GET /api/health and /api/vocabulary.</summary>
internal static class HealthApi
{
    public static void MapHealth(this RouteGroupBuilder api)
    {
        api.MapGet("/health", HealthAsync)
            .WithName("Health").WithSummary("Whether the server can do its work, and what is missing where it cannot.");
        api.MapGet("/vocabulary", (IVideoAnalyzer analyzer) => TypedResults.Ok(new VocabularyResponse(
                [.. analyzer.Vocabulary.Labels.Select(label => new VocabularyEntry(
                    label.Name, label.Category, label.IsActivity, label.IsValidated, label.Aliases))])))
            .WithName("Vocabulary").WithSummary("The labels that the analyzer can find, for criteria.");
    }

    private static async Task<IResult> HealthAsync(
        IVideoAnalyzer analyzer, IUnitOfWorkFactory work, CancellationToken cancellationToken)
    {
        var missing = await analyzer.FindMissingPartsAsync(cancellationToken);
        await using var unit = await work.ReadAsync(cancellationToken);
        return TypedResults.Ok(new HealthResponse(
            missing.Count == 0 ? "healthy" : "degraded",
            "StreamBet",
            Product.Version,
            analyzer.Name,
            await unit.Jobs.CountUnfinishedAsync(null, cancellationToken),
            missing));
    }

    private sealed record HealthResponse(
        string Status, string Service, string Version, string Analyzer, int UnfinishedJobs,
        IReadOnlyList<MissingPart> Missing);

    private sealed record VocabularyResponse(IReadOnlyList<VocabularyEntry> Labels);

    private sealed record VocabularyEntry(
        string Label, string Category, bool Activity, bool Validated, IReadOnlyList<string> Aliases);
}
