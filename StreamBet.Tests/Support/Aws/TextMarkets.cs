using System.Net;
using System.Text.Json;

namespace StreamBet.Tests.Support.Aws;

/// <summary>Shorthands for markets on text.</summary>
internal static class TextMarkets
{
    /// <summary>Opens a market that asks for a text, given as in the API.</summary>
    public static async Task<long> OpenTextMarketAsync(this HttpClient client, string text)
    {
        using var body = new StringContent(
            $$"""{"event":"Will it be read?","criterion":{"text":{{text}}},"challenge_seconds":0}""", null, "application/json");
        return (await (await client.PostAsync("/api/bets", body)).ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();
    }

    /// <summary>The verdict on a market.</summary>
    public static async Task<JsonElement> VerdictOfAsync(this HttpClient client, long id) =>
        (await client.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("verdict");

    /// <summary>The jobs at Rekognition that read text.</summary>
    public static List<RekognitionJob> TextJobs(this AwsWorld aws) => [.. aws.Rekognition.Jobs.Where(job => job.IsText)];

    /// <summary>The jobs at Rekognition that find labels.</summary>
    public static List<RekognitionJob> LabelJobs(this AwsWorld aws) => [.. aws.Rekognition.Jobs.Where(job => !job.IsText)];
}
