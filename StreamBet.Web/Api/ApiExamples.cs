using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace StreamBet.Web.Api;

/// <summary>Examples of the main job in the API's document: open a market, stake, send the clip, read the verdict.</summary>
internal static class ApiExamples
{
    private const string OpenMarket =
        """
        {"event":"Will a dog be seen twice?","criterion":{"labels":["Dog"],"times":2,"threshold":80},"closes_in_seconds":600}
        """;

    private const string Market =
        """
        {"id":6,"event":"Will a dog be seen twice?","odds":{"yes":2.67,"no":1.6},"pool":80,"hidden":false,"status":"active",
         "state":"open","criterion":{"labels":["Dog"],"start":0,"end":null,"times":2,"threshold":80,
         "sentence":"YES if Dog is seen at least 2 separate times with a confidence over 80 %."},
         "revision":1,"practice":false,"opened_at":"2026-07-01T18:00:00+00:00","closes_at":"2026-07-01T18:10:00+00:00",
         "hidden_seconds":0,"random_lock":false,"locked_at":null,"ended_at":null,"clip_sha256":null,"verdict":null,
         "outcome":null,"decided_by":null,"people":false,"challenge_seconds":120,"objection_seconds":3600,"pays_at":null,
         "review_until":null}
        """;

    private const string Analysis =
        """
        {"status":"success","job_id":"0197c2f0-6a1e-7c3a-9b58-0f3a1d2e4c5b","total_labels":15,
         "labels":[{"label":"Dog","confidence":97.1,"timestamps":[0.5,1.0],"category":"Animals and Pets"}],
         "activity_labels":[{"label":"Playing Tennis","confidence":92.5,"timestamps":[10.5],"category":"Actions"}],
         "betting_suggestion":{"suggestion":"Will somebody be playing tennis in the next clip?",
         "detected_activity":"Playing Tennis","confidence":92.5,"timestamps":[10.5]},
         "video_metadata":{"duration_seconds":30.2,"format":"QuickTime / MOV"}}
        """;

    private static readonly Dictionary<string, (string? Sent, string Status, string Answer)> ByOperation =
        new()
        {
            ["Bets"] = (null, "200", $$"""{"bets":[{{Market}}],"next":null}"""),
            ["OpenBet"] = (OpenMarket, "201", Market),
            ["Stake"] = (
                """{"side":"YES","amount":30,"revision":1}""", "201",
                $$"""{"stake_id":41,"side":"YES","amount":30,"balance":970,"bet":{{Market}}}"""),
            ["Analyze"] = (null, "200", Analysis),
            ["Resolve"] = (
                """{"bet_id":6,"job_id":"0197c2f0-6a1e-7c3a-9b58-0f3a1d2e4c5b"}""", "200",
                """{"status":"resolved","outcome":"YES","confidence":92.5,"payout_triggered":true,"detected_at":[10.5]}"""),
        };

    /// <summary>Adds the examples of an operation, if it has any.</summary>
    public static void Add(OpenApiOperation operation)
    {
        if (operation.OperationId is not { } name || !ByOperation.TryGetValue(name, out var example))
            return;
        if (example.Sent is { } sent)
            operation.RequestBody!.Content!["application/json"].Example = JsonNode.Parse(sent);
        operation.Responses![example.Status].Content!["application/json"].Example = JsonNode.Parse(example.Answer);
    }
}
