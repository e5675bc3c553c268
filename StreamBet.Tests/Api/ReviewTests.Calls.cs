using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <content>What people see of their reviews and bonds.</content>
public sealed partial class ReviewTests
{
    private static async Task<IReadOnlyList<JsonElement>> OwnReviewsAsync(HttpClient client) =>
        [.. (await client.GetJsonAsync("/api/reviews")).GetProperty("reviews").EnumerateArray()];

    private static async Task<(long Id, long Amount, string? State)> BondAsync(HttpClient client)
    {
        var bond = (await client.GetJsonAsync("/api/me")).GetProperty("bonds").EnumerateArray().Single();
        return (bond.GetProperty("bet_id").GetInt64(), bond.GetProperty("amount").GetInt64(), bond.GetProperty("state").GetString());
    }
}
