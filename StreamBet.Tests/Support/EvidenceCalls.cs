using System.Net;
using System.Text.Json;

namespace StreamBet.Tests.Support;

/// <summary>HTTP calls about evidence, for tests.</summary>
internal static class EvidenceCalls
{
    /// <summary>Uploads a clip whose bytes are new to the server.</summary>
    public static async Task<Guid> SendFreshClipAsync(this HttpClient client, string query = "")
    {
        using var content = new ByteArrayContent(FreeBox.AddTo(await File.ReadAllBytesAsync(await RealClips.PeopleAsync())));
        using var response = await client.SendClipAsync(content, "clip.mp4", query);
        return (await response.ReadAsync()).GetProperty("job_id").GetGuid();
    }

    /// <summary>The evidence of a market.</summary>
    public static async Task<List<JsonElement>> EvidenceOfAsync(this HttpClient client, long id) =>
        [.. (await client.GetJsonAsync($"/api/bets/{id}")).GetProperty("evidence").EnumerateArray()];

    /// <summary>Whether the list gives an address for the first frame; requesting the frame must agree with
    /// that.</summary>
    public static async Task<bool> SeesFrameOfAsync(this HttpClient client, long id)
    {
        var isNamed = (await client.EvidenceOfAsync(id))[0].GetProperty("frame").ValueKind == JsonValueKind.String;
        using var response = await client.GetAsync($"/api/bets/{id}/evidence/0.jpg");
        response.StatusCode.Should().Be(isNamed ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        return isNamed;
    }
}
