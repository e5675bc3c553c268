using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>What people say, and what they see of it.</content>
public sealed partial class ReviewTests
{
    private static Task<JsonElement> StakeAsync(HttpClient client, long id, string side, long amount) =>
        client.PostJsonAsync($"/api/bets/{id}/stakes", new { side, amount }, HttpStatusCode.Created);

    private static Task<JsonElement> SayAsync(HttpClient client, long id, string what, object body) =>
        client.PostJsonAsync($"/api/bets/{id}/{what}", body);

    private static Task<string?> CodeAsync(HttpClient client, long id, string what, object body, HttpStatusCode status) =>
        client.PostAsJsonAsync($"/api/bets/{id}/{what}", body).CodeAsync(status);

    private static async Task<long> CreditsAsync(HttpClient client) =>
        (await client.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("credits").GetInt64();

    private static async Task<IReadOnlyList<JsonElement>> OwnReviewsAsync(HttpClient client) =>
        [.. (await client.GetJsonAsync("/api/reviews")).GetProperty("reviews").EnumerateArray()];

    private static async Task<(long Id, long Amount, string? State)> BondAsync(HttpClient client)
    {
        var bond = (await client.GetJsonAsync("/api/me")).GetProperty("bonds").EnumerateArray().Single();
        return (bond.GetProperty("bet_id").GetInt64(), bond.GetProperty("amount").GetInt64(), bond.GetProperty("state").GetString());
    }
}
